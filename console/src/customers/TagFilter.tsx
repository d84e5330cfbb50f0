import { TagOutlined } from "@ant-design/icons";
import { Button, Form, Popover, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage";
import { useTag, useTags } from "../tags/queries";

/** Adds "tag is value" filters; the values offered are the tag's own bands with their numbers of customers. */
export function TagFilter({
  chosen,
  onChange,
}: {
  chosen: Record<string, string>;
  onChange: (key: string, value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const tags = useTags();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState<string>();
  const tag = useTag(key);
  const name = (of: string) => {
    const found = tags.data?.find((one) => one.key === of);
    return found ? pick(found.nameZh, found.nameEn) : of;
  };
  const said = (of: string, value: string) => {
    if (value === "") return t("common.none");
    const named = tags.data?.find((one) => one.key === of)?.values.find((one) => one.value === value);
    if (named) return pick(named.zh, named.en);
    return value === "true" ? t("common.yes") : value === "false" ? t("common.no") : value.replace("..<", " – ");
  };
  const form = (
    <Form layout="vertical" style={{ width: 280 }}>
      <Form.Item label={t("customers.tag")} style={{ marginBottom: 12 }}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          value={key}
          onChange={setKey}
          options={tags.data?.map((one) => ({ value: one.key, label: pick(one.nameZh, one.nameEn) }))}
        />
      </Form.Item>
      <Form.Item label={t("customers.tagValue")} style={{ marginBottom: 0 }}>
        <Select
          disabled={!key}
          loading={Boolean(key) && tag.isPending}
          value={undefined}
          placeholder={key ? t("customers.tagValueHint") : t("customers.tagFirst")}
          onChange={(value: string) => {
            if (key) onChange(key, value);
            setOpen(false);
          }}
          options={tag.data?.distribution.map((bar) => ({
            value: bar.band,
            label: `${pick(bar.label, bar.labelEn)} (${bar.customers})`,
          }))}
        />
      </Form.Item>
    </Form>
  );
  return (
    <>
      <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" content={form}>
        <Button icon={<TagOutlined />}>{t("customers.addTag")}</Button>
      </Popover>
      {Object.entries(chosen).map(([one, value]) => (
        <Tag
          key={one}
          closable
          color="blue"
          variant="filled"
          onClose={() => onChange(one, undefined)}
          style={{ margin: 0 }}
        >
          {name(one)}: {said(one, value)}
        </Tag>
      ))}
    </>
  );
}
