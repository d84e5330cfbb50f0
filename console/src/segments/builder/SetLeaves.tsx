import { CloseOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { flattenOutlets, useOrg } from "../../system/queries";
import { sayLeaf } from "../said/say";
import { plain } from "../said/speaker";
import { useSpeaker } from "../said/useSpeaker";
import type { LeafProps } from "./BehaviourLeaf";
import { type Expression, isPlain } from "./draft";
import { ItemSelect, Numbered, Words } from "./fields";
import { useBuilder } from "./useBuilder";
import { ValueEditor } from "./ValueEditor";

const NUMERIC = ["money", "number", "count", "share", "days", "years", "date"];

export function MembershipLeaf({ form, body, open, change }: LeafProps & { form: "segment" | "list" }) {
  const { t } = useTranslation();
  const { vocabulary } = useBuilder();
  return (
    <ItemSelect
      items={form === "segment" ? vocabulary.segments : vocabulary.lists}
      value={body[form] as string}
      onChange={(key) => change({ [form]: key })}
      open={open}
      width={240}
      none={form === "list" ? t("builder.noLists") : undefined}
    />
  );
}

/** A tag that made a step: its bands or words, any of them where nothing is chosen. */
export function ChangedLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const { vocabulary } = useBuilder();
  const inside = body.changed as Expression;
  const item = vocabulary.tags.find((one) => one.key === inside.tag);
  const put = (next: Expression) => change({ changed: next });
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = inside;
    put(value === undefined ? rest : { ...rest, [name]: value });
  };
  const named = vocabulary.tags.filter((one) => (one.values?.length ?? 0) > 0 || one.type === "flag");
  const shown = item?.values?.length ? { ...item, type: "text" } : item;
  return (
    <>
      <ItemSelect
        items={named}
        value={inside.tag as string}
        onChange={(tag) => put({ tag, within_days: inside.within_days })}
        open={open}
      />
      {shown &&
        (["from", "to"] as const).map((end) => (
          <span className="zk-unit" key={end}>
            {t(`builder.${end}`)}
            {inside[end] === undefined ? (
              <Button size="small" onClick={() => set(end, shown.values?.[0]?.value ?? true)}>
                {t("builder.anyValue")}
              </Button>
            ) : (
              <>
                <ValueEditor
                  item={shown}
                  op="eq"
                  value={inside[end]}
                  onChange={(value) => set(end, value)}
                  invalid={false}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t("builder.anyValue")}
                  onClick={() => set(end, undefined)}
                />
              </>
            )}
          </span>
        ))}
      <Numbered
        before={t("builder.within")}
        after={t("builder.days")}
        value={inside.within_days}
        onChange={(within_days) => put({ ...inside, within_days })}
        needed={open}
      />
    </>
  );
}

export function SampleLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const inside = body.sample as Expression;
  return (
    <>
      <Numbered
        before={t("builder.percent")}
        after="%"
        value={inside.percent}
        onChange={(percent) => change({ sample: { ...inside, percent } })}
        min={0.01}
        max={100}
        digits={2}
        needed={open}
      />
      <span className="zk-unit">
        {t("builder.salt")}
        <Input
          value={inside.salt as string}
          onChange={(event) => change({ sample: { ...inside, salt: event.target.value } })}
          placeholder={t("builder.saltHint")}
          status={open && !inside.salt ? "error" : undefined}
          style={{ width: 180 }}
        />
      </span>
    </>
  );
}

export function TopLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const speaker = useSpeaker();
  const { vocabulary } = useBuilder();
  const inside = body.top as Expression;
  const put = (next: Expression) => change({ top: next });
  const of = inside.of;
  const segment =
    isPlain(of) && Object.keys(of).length === 1 && typeof of.segment === "string" ? of.segment : undefined;
  const setOf = (next: unknown) => {
    const { of: _, ...rest } = inside;
    put(next === undefined ? rest : { ...rest, of: next });
  };
  const choices: { value: string; label: string }[] = [
    { value: "", label: t("builder.topEverybody") },
    ...vocabulary.segments.map((one) => ({
      value: one.key,
      label: t("builder.topSegment", { name: speaker.pick(one.nameZh, one.nameEn) }),
    })),
  ];
  const other = of !== undefined && segment === undefined;
  if (other) choices.push({ value: "\u0000", label: plain(sayLeaf(speaker, of) ?? JSON.stringify(of)) });
  return (
    <>
      <Words
        value={inside.within === "outlet" ? "outlet" : "bank"}
        onChange={(within) => put({ ...inside, within })}
        options={(["bank", "outlet"] as const).map((one) => ({ value: one, label: t(`builder.topWithin.${one}`) }))}
        width={120}
      />
      <span className="zk-unit">
        {t("builder.topBy")}
        <ItemSelect
          items={vocabulary.tags.filter((one) => NUMERIC.includes(one.type))}
          value={inside.by as string}
          onChange={(by) => put({ ...inside, by })}
          open={open}
        />
      </span>
      <Words
        value={inside.order === "asc" ? "asc" : "desc"}
        onChange={(order) => put({ ...inside, order })}
        options={(["desc", "asc"] as const).map((one) => ({ value: one, label: t(`builder.topOrder.${one}`) }))}
        width={110}
      />
      <Numbered
        before={t("builder.topFirst")}
        after={t("builder.topPeople")}
        value={inside.n}
        onChange={(n) => put({ ...inside, n })}
        max={1_000_000}
        needed={open}
        width={84}
      />
      <span className="zk-unit">
        {t("builder.topOf")}
        <Select
          showSearch={{ optionFilterProp: "label" }}
          value={other ? "\u0000" : (segment ?? "")}
          onChange={(key: string) => key !== "\u0000" && setOf(key ? { segment: key } : undefined)}
          options={choices}
          popupMatchSelectWidth={false}
          style={{ minWidth: 150 }}
        />
      </span>
    </>
  );
}

export function NearLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const outlets = flattenOutlets(useOrg().data);
  const inside = body.near as Expression;
  const atOutlet = "outlet" in inside;
  const [latitude, longitude] = Array.isArray(inside.point) ? inside.point : [];
  const place = (next: Expression) => change({ near: { ...next, km: inside.km } });
  return (
    <>
      <Words
        value={atOutlet ? "outlet" : "point"}
        onChange={(kind) => place(kind === "outlet" ? { outlet: "" } : { point: [null, null] })}
        options={[
          { value: "outlet", label: t("builder.nearOutlet") },
          { value: "point", label: t("builder.nearPoint") },
        ]}
        width={84}
      />
      {atOutlet ? (
        <Select
          showSearch={{ optionFilterProp: "label" }}
          value={(inside.outlet as string) || undefined}
          onChange={(outlet: string) => place({ outlet })}
          placeholder={t("builder.choose")}
          status={open && !inside.outlet ? "error" : undefined}
          options={outlets}
          popupMatchSelectWidth={false}
          style={{ minWidth: 200 }}
        />
      ) : (
        <>
          <Numbered
            before={t("builder.latitude")}
            value={latitude}
            onChange={(value) => place({ point: [value ?? null, longitude] })}
            min={-90}
            max={90}
            digits={5}
            needed={open}
            width={110}
          />
          <Numbered
            before={t("builder.longitude")}
            value={longitude}
            onChange={(value) => place({ point: [latitude, value ?? null] })}
            min={-180}
            max={180}
            digits={5}
            needed={open}
            width={110}
          />
        </>
      )}
      <Numbered
        after={t("builder.km")}
        value={inside.km}
        onChange={(km) => change({ near: { ...inside, km } })}
        min={0.001}
        max={20_100}
        digits={1}
        needed={open}
      />
    </>
  );
}

export function LookalikeLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const inside = body.lookalike as Expression;
  return (
    <>
      <span className="zk-unit">
        {t("builder.model")}
        <Input
          value={inside.model as string}
          onChange={(event) => change({ lookalike: { ...inside, model: event.target.value.trim() } })}
          status={open && !inside.model ? "error" : undefined}
          style={{ width: 180 }}
        />
      </span>
      <Numbered
        before={t("builder.similarity")}
        value={inside.at_least}
        onChange={(at_least) => change({ lookalike: { ...inside, at_least } })}
        min={0}
        max={1}
        digits={2}
        needed={open}
      />
      <Numbered
        before={t("builder.scoreValid")}
        after={t("builder.spanUnit.days")}
        value={inside.valid_days}
        onChange={(valid_days) => change({ lookalike: { ...inside, valid_days } })}
        placeholder={t("builder.everValid")}
      />
    </>
  );
}
