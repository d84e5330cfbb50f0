import { DatePicker, InputNumber, Select, Space } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";

type Item = Schemas["VocabularyItem"];
type Choice = { value?: string; label: string; search?: string; options?: Choice[] };

/** Names in the reader's language, under their dimension when they have one. */
export function useChoices(items: Item[]): Choice[] {
  const { pick } = useLanguage();
  const words = useWords();
  const option = (item: Item) => ({
    value: item.key,
    label: pick(item.nameZh, item.nameEn) || item.key,
    search: `${item.key} ${item.nameZh} ${item.nameEn}`,
  });
  if (!items.some((item) => item.dimension)) return items.map(option);
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.dimension ?? "", [...(groups.get(item.dimension ?? "") ?? []), item]);
  return [...groups].map(([dimension, members]) => ({
    label: words("dimension", dimension),
    options: members.map(option),
  }));
}

/** Chooses a thing of the vocabulary; what is named but gone stays visible under its key. */
export function ItemSelect(props: {
  items: Item[];
  value: string;
  onChange: (key: string) => void;
  open: boolean;
  width?: number;
  none?: ReactNode;
}) {
  const { t } = useTranslation();
  const choices = useChoices(props.items);
  return (
    <Select
      showSearch={{ optionFilterProp: "search" }}
      value={props.value || undefined}
      onChange={props.onChange}
      placeholder={t("builder.choose")}
      status={props.open && !props.value ? "error" : undefined}
      options={choices}
      notFoundContent={props.none}
      popupMatchSelectWidth={false}
      style={{ minWidth: props.width ?? 190 }}
    />
  );
}

/** A number between its words: "within [30] days". */
export function Numbered(props: {
  before?: ReactNode;
  after?: ReactNode;
  value: unknown;
  onChange: (value: number | undefined) => void;
  min?: number;
  max?: number;
  digits?: number;
  placeholder?: string;
  /** Nothing in it is an error. */
  needed?: boolean;
  width?: number;
}) {
  return (
    <span className="zk-unit">
      {props.before}
      <InputNumber<number>
        min={props.min ?? 1}
        max={props.max}
        precision={props.digits === undefined ? 0 : undefined}
        value={typeof props.value === "number" ? props.value : null}
        onChange={(value) => props.onChange(value ?? undefined)}
        placeholder={props.placeholder}
        status={props.needed && typeof props.value !== "number" ? "error" : undefined}
        controls={false}
        style={{ width: props.width ?? 72 }}
      />
      {props.after}
    </span>
  );
}

/** A choice among a few words. */
export function Words<T extends string>(props: {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode }[];
  width?: number;
}) {
  return (
    <Select<T>
      value={props.value}
      onChange={props.onChange}
      options={[...props.options]}
      popupMatchSelectWidth={false}
      style={{ minWidth: props.width ?? 96 }}
    />
  );
}

/** A day, or so many days before the as-of date. */
export function DayEditor(props: { value: unknown; onChange: (value: unknown) => void; invalid?: boolean }) {
  const { t } = useTranslation();
  const { value, onChange } = props;
  const isAgo = typeof value === "object" && value !== null && "days_ago" in value;
  return (
    <Space.Compact>
      <Select
        value={isAgo ? "ago" : "day"}
        onChange={(mode) => onChange(mode === "ago" ? { days_ago: 30 } : "")}
        options={[
          { value: "day", label: t("segments.fixedDay") },
          { value: "ago", label: t("segments.daysAgo") },
        ]}
        style={{ width: 110 }}
      />
      {isAgo ? (
        <InputNumber
          min={0}
          precision={0}
          value={(value as { days_ago: number }).days_ago}
          onChange={(days) => onChange({ days_ago: days ?? 0 })}
          style={{ width: 90 }}
        />
      ) : (
        <DatePicker
          value={typeof value === "string" && value ? dayjs(value) : null}
          onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : "")}
          status={props.invalid ? "error" : undefined}
        />
      )}
    </Space.Compact>
  );
}
