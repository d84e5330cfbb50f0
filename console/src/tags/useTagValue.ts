import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";

const withUnit = (number: string, unit: string) => (unit ? `${number} ${unit}` : number);

/** A tag's value as its type is read: money with its currency, a share as per cent, a flag as yes or no, a count with its unit. */
export function useTagValue() {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (value: unknown, type: string, unit = ""): string => {
      if (value === null || value === undefined || value === "") return "–";
      switch (type) {
        case "money":
          return format.money(value as number, 2);
        case "count":
          return withUnit(format.count(value as number), unit);
        case "share":
          return format.percent(value as number);
        case "days":
          return t("tags.days", { number: format.count(value as number) });
        case "years":
          return t("customers.years", { age: format.count(value as number) });
        case "flag":
          return value === true || value === 1 || value === "true" || value === "1" ? t("common.yes") : t("common.no");
        case "date":
          return format.day(String(value));
        case "number":
          return withUnit(
            typeof value === "number" && !Number.isInteger(value) ? format.decimal(value) : String(value),
            unit,
          );
        default:
          return String(value);
      }
    },
    [t, format],
  );
}
