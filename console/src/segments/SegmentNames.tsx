import { Form, type FormInstance, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { NameFields } from "./NameFields";

export type Names = {
  key: string;
  nameZh: string;
  nameEn: string;
  description: string;
  refresh: Refresh;
  schedule: string;
};

const REFRESHES = ["nightly", "on_demand", "realtime"] as const;
export type Refresh = (typeof REFRESHES)[number];
export type Document = {
  key?: string;
  name?: { zh?: string; en?: string };
  description?: { zh?: string; en?: string };
  expression?: unknown;
  owner?: string;
  refresh?: Refresh;
  schedule?: string;
};

export const namesOf = (document: Document, key: string | undefined): Names => ({
  key: key ?? "",
  nameZh: document.name?.zh ?? "",
  nameEn: document.name?.en ?? "",
  description: document.description?.zh ?? "",
  refresh: document.refresh ?? "nightly",
  schedule: document.schedule ?? "",
});

/** The document with what the form holds; an empty description is left out, for the server wants a text or none. */
export function written(before: Document, key: string, names: Names, expression: unknown): Document {
  const { description: _, schedule: __, ...rest } = before;
  const text = names.description?.trim();
  const schedule = names.refresh === "realtime" ? "" : names.schedule?.trim();
  return {
    ...rest,
    key,
    name: { zh: names.nameZh.trim(), en: names.nameEn?.trim() || names.nameZh.trim() },
    ...(text ? { description: { zh: text, en: before.description?.en || text } } : {}),
    refresh: names.refresh,
    ...(schedule ? { schedule } : {}),
    expression,
  };
}

const SCHEDULES = { hourly: "0 * * * *", four: "0 */4 * * *", morning: "0 7 * * *", monday: "0 7 * * 1" } as const;

/** A crontab line in words where it is a usual one. */
export function useScheduleWords() {
  const { t } = useTranslation();
  return (schedule: string) => {
    const known = (Object.keys(SCHEDULES) as (keyof typeof SCHEDULES)[]).find((one) => SCHEDULES[one] === schedule);
    return known ? t(`builder.schedules.${known}`) : schedule;
  };
}

/** The names of a segment, and when it is computed. */
export function SegmentNames(props: { form: FormInstance<Names>; initial: Names; fixedKey: boolean }) {
  const { t } = useTranslation();
  const refresh = Form.useWatch("refresh", props.form) ?? props.initial.refresh;
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <Form form={props.form} layout="vertical" initialValues={props.initial} className="zk-names">
        <div className="zk-grid zk-cols-3" style={{ marginBottom: 0 }}>
          <NameFields />
          <Form.Item
            name="key"
            label={t("segments.key")}
            tooltip={t("segments.keyHint")}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_-]*$/, message: t("segments.keyWrong") }]}
          >
            <Input disabled={props.fixedKey} maxLength={60} />
          </Form.Item>
          <Form.Item name="description" label={t("segments.description")}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="refresh" label={t("builder.refresh")} tooltip={t(`builder.refreshHints.${refresh}`)}>
            <Select options={REFRESHES.map((one) => ({ value: one, label: t(`builder.refreshes.${one}`) }))} />
          </Form.Item>
          <Form.Item name="schedule" label={t("builder.schedule")} tooltip={t("builder.scheduleHint")}>
            <Schedule disabled={refresh === "realtime"} />
          </Form.Item>
        </div>
      </Form>
    </section>
  );
}

function Schedule(props: { value?: string; onChange?: (value: string) => void; disabled: boolean }) {
  const { t } = useTranslation();
  const known = Object.values(SCHEDULES) as string[];
  const value = props.value ?? "";
  const words = Object.keys(SCHEDULES) as (keyof typeof SCHEDULES)[];
  const own = value !== "" && !known.includes(value);
  return (
    <div style={{ display: "flex", gap: 6 }}>
      <Select
        disabled={props.disabled}
        value={own ? "own" : value}
        onChange={(next) => props.onChange?.(next === "own" ? "30 6 * * *" : next)}
        options={[
          { value: "", label: t("builder.schedules.none") },
          ...words.map((one) => ({ value: SCHEDULES[one] as string, label: t(`builder.schedules.${one}`) })),
          { value: "own", label: t("builder.schedules.own") },
        ]}
      />
      {own && (
        <Input
          value={value}
          onChange={(event) => props.onChange?.(event.target.value)}
          placeholder={t("builder.scheduleCron")}
          title={t("builder.scheduleCron")}
          disabled={props.disabled}
        />
      )}
    </div>
  );
}
