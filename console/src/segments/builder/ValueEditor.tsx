import { Input, InputNumber, Select, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { DayEditor } from "./fields";
import { needsValue, takesMany } from "./operators";

type Item = Pick<Schemas["VocabularyItem"], "type"> &
  Partial<Pick<Schemas["VocabularyItem"], "values" | "unitZh" | "unitEn">>;
type EditorProps = { item: Item; value: unknown; onChange: (value: unknown) => void; invalid: boolean };

/** What stands behind the number, by its type or by its definition. */
function useUnit() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { currency } = useFormat();
  return (item: Item): string => {
    switch (item.type) {
      case "share":
        return "%";
      case "money":
        return currency;
      case "days":
        return t("segments.daysUnitShort");
      case "years":
        return t("segments.yearsUnitShort");
      default:
        return pick(item.unitZh, item.unitEn);
    }
  };
}

const WHOLE = new Set(["count", "days", "years"]);
const NUMBERS = new Set(["money", "count", "number", "share", "days", "years"]);

function NumberEditor({ item, value, onChange, invalid, placeholder }: EditorProps & { placeholder?: string }) {
  const { t } = useTranslation();
  const share = item.type === "share";
  const unit = useUnit()(item);
  return (
    <InputNumber<number>
      value={typeof value === "number" ? (share ? Math.round(value * 1e6) / 1e4 : value) : null}
      onChange={(next) => onChange(next === null ? undefined : share ? Math.round(next * 1e4) / 1e6 : next)}
      precision={WHOLE.has(item.type) ? 0 : undefined}
      suffix={unit ? <span className="zk-soft">{unit}</span> : undefined}
      placeholder={placeholder ?? t("segments.value")}
      status={invalid ? "error" : undefined}
      controls={false}
      style={{ width: 150 }}
    />
  );
}

function OneValue(props: EditorProps & { placeholder?: string }) {
  const { item, value, onChange, invalid } = props;
  const { t } = useTranslation();
  const { pick } = useLanguage();
  if (NUMBERS.has(item.type)) return <NumberEditor {...props} />;
  if (item.type === "date")
    return <DayEditor value={value} onChange={(day) => onChange(day === "" ? undefined : day)} invalid={invalid} />;
  if (item.type === "flag") {
    return (
      <Select
        value={typeof value === "boolean" ? String(value) : undefined}
        onChange={(text) => onChange(text === "true")}
        placeholder={t("segments.value")}
        status={invalid ? "error" : undefined}
        options={[
          { value: "true", label: t("common.yes") },
          { value: "false", label: t("common.no") },
        ]}
        style={{ width: 110 }}
      />
    );
  }
  if (item.values && item.values.length > 0) {
    return (
      <Select
        showSearch={{ optionFilterProp: "label" }}
        value={value as string | undefined}
        onChange={onChange}
        placeholder={t("segments.value")}
        status={invalid ? "error" : undefined}
        options={item.values.map((one) => ({ value: one.value, label: pick(one.zh, one.en) }))}
        style={{ minWidth: 150 }}
      />
    );
  }
  return (
    <Input
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.target.value || undefined)}
      placeholder={t("segments.value")}
      status={invalid ? "error" : undefined}
      style={{ width: 170 }}
    />
  );
}

/** Edits the right-hand side of a test: its form follows the type and the operator. */
export function ValueEditor({ op, ...props }: EditorProps & { op: string }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { item, value, onChange, invalid } = props;
  if (!op || !needsValue(op)) return null;
  if (takesMany(op)) {
    const numeric = NUMBERS.has(item.type) && op !== "in_band";
    // The named values of a number are its bands: they answer "in band", not "one of".
    const options = numeric
      ? undefined
      : item.values?.map((one) => ({ value: one.value, label: pick(one.zh, one.en) }));
    return (
      <Select
        mode={options && options.length > 0 ? "multiple" : "tags"}
        value={Array.isArray(value) ? value.map((one) => (options ? one : String(one))) : []}
        onChange={(list: unknown[]) =>
          onChange(numeric ? list.map(Number).filter((one) => Number.isFinite(one)) : list)
        }
        options={options}
        placeholder={t("segments.values")}
        status={invalid ? "error" : undefined}
        style={{ minWidth: 200, maxWidth: 420 }}
      />
    );
  }
  if (op === "between") {
    const ends: unknown[] = Array.isArray(value) ? value : [undefined, undefined];
    return (
      <Space>
        <OneValue
          {...props}
          value={ends[0]}
          onChange={(low) => onChange([low, ends[1]])}
          placeholder={t("segments.valueFrom")}
        />
        <span className="zk-soft">–</span>
        <OneValue
          {...props}
          value={ends[1]}
          onChange={(high) => onChange([ends[0], high])}
          placeholder={t("segments.valueTo")}
        />
      </Space>
    );
  }
  return <OneValue {...props} />;
}
