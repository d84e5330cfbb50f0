import { Button, Form, Input, InputNumber, Select, Table, type TableColumnsType } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Answer, Failed, Nothing } from "../layout/States";
import { useTags } from "../tags/queries";
import { useTagValue } from "../tags/useTagValue";
import { useEnterSupplement, useSupplements } from "./queries";
import { supplementValue } from "./supplementValue";

type Row = Schemas["SupplementRow"];
type Tag = Schemas["TagRow"];
type Entry = { tag: string; value: string | number; note?: string };

/** The tags that people fill in by hand. */
function useManual(): Tag[] {
  const tags = useTags().data;
  return useMemo(() => (tags ?? []).filter((tag) => tag.kind === "manual" && tag.status === "live"), [tags]);
}

/** The field that fits the tag: its codes, yes or no, a number, a day, a text. */
function ValueField({ tag, ...field }: { tag: Tag | undefined; value?: string; onChange?: (value: unknown) => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  if (tag && tag.type === "text" && tag.values.length > 0)
    return <Select {...field} options={tag.values.map((one) => ({ value: one.value, label: pick(one.zh, one.en) }))} />;
  if (tag?.type === "flag")
    return (
      <Select
        {...field}
        options={[
          { value: "true", label: t("common.yes") },
          { value: "false", label: t("common.no") },
        ]}
      />
    );
  if (tag?.type === "date") return <Input {...field} type="date" />;
  if (tag && tag.type !== "text")
    return (
      <InputNumber
        {...field}
        controls={false}
        style={{ width: "100%" }}
        precision={tag.type === "money" ? 2 : undefined}
      />
    );
  return <Input {...field} maxLength={200} />;
}

function EnterForm({ id, tags }: { id: string; tags: Tag[] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const [form] = Form.useForm<Entry>();
  const enter = useEnterSupplement(id);
  const picked = Form.useWatch("tag", form);
  const chosen = tags.find((tag) => tag.key === picked);
  const submit = (entry: Entry) =>
    enter.mutate(
      { tag: entry.tag, value: supplementValue(entry.value, chosen?.type ?? "text"), note: entry.note?.trim() ?? "" },
      { onSuccess: () => form.resetFields() },
    );
  return (
    <Form form={form} layout="vertical" onFinish={submit} className="zk-supplement-form">
      <Form.Item
        name="tag"
        label={t("portrait.supplement")}
        rules={[{ required: true, message: t("common.required") }]}
      >
        <Select
          options={tags.map((tag) => ({ value: tag.key, label: pick(tag.nameZh, tag.nameEn) }))}
          onChange={() => form.setFieldValue("value", undefined)}
        />
      </Form.Item>
      <Form.Item
        name="value"
        label={t("segments.value")}
        rules={[{ required: true, message: t("common.required") }]}
        tooltip={pick(chosen?.descriptionZh, chosen?.descriptionEn) || undefined}
      >
        <ValueField tag={chosen} />
      </Form.Item>
      <Form.Item name="note" label={t("portrait.knownFrom")}>
        <Input maxLength={500} placeholder={t("portrait.knownFromHint")} />
      </Form.Item>
      <Form.Item label=" " colon={false}>
        <Button type="primary" htmlType="submit" loading={enter.isPending}>
          {t("portrait.enter")}
        </Button>
      </Form.Item>
      {enter.error !== null && <Failed problem={enter.error} />}
    </Form>
  );
}

function History({ rows, tags }: { rows: Row[]; tags: Tag[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  const show = useTagValue();
  const columns: TableColumnsType<Row> = [
    { title: t("portrait.supplement"), key: "tag", render: (_, row) => pick(row.nameZh, row.nameEn) },
    {
      title: t("segments.value"),
      key: "value",
      render: (_, row) => {
        if (row.value === "") return <span className="zk-soft">{t("portrait.takenBack")}</span>;
        const tag = tags.find((one) => one.key === row.tag);
        const named = tag?.values.find((one) => one.value === row.value);
        return named ? pick(named.zh, named.en) : show(row.value, tag?.type ?? "text", pick(tag?.unitZh, tag?.unitEn));
      },
    },
    { title: t("portrait.knownFrom"), dataIndex: "note", render: (note: string) => note || "–" },
    { title: t("portrait.enteredBy"), dataIndex: "staff", width: 120 },
    {
      title: t("portrait.enteredAt"),
      key: "at",
      width: 160,
      render: (_, row) => (
        <span className="zk-two">
          {format.day(row.enteredOn)}
          <small>{format.instant(row.enteredAt)}</small>
        </span>
      ),
    },
  ];
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.tag}:${row.enteredAt}`}
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 640 }}
      locale={{ emptyText: <Nothing title={t("portrait.noSupplements")} hint={t("portrait.noSupplementsHint")} /> }}
    />
  );
}

/** What staff know of the customer and no system does: every entry with who, when and from where. */
export function Supplements({ id }: { id: string }) {
  const { t } = useTranslation();
  const mayEnter = usePermission("WorkOrders");
  const tags = useManual();
  const query = useSupplements(id);
  return (
    <>
      {mayEnter && tags.length > 0 && <EnterForm id={id} tags={tags} />}
      {tags.length === 0 && <p className="zk-soft">{t("portrait.noManualTags")}</p>}
      <Answer query={query} rows={3}>
        {(rows) => <History rows={rows} tags={tags} />}
      </Answer>
    </>
  );
}
