import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";

/** Counted in whole years, though its type counts days. */
const AGE = "age";

/** A tag's value as its type is read: money with its currency, a share as per cent, a flag as yes or no. */
export function useTagValue() {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (value: unknown, type: string, key = ""): string => {
      if (value === null || value === undefined || value === "") return "–";
      switch (type) {
        case "money":
          return format.money(value as number, 2);
        case "count":
          return format.count(value as number);
        case "share":
          return format.percent(value as number);
        case "days":
          if (key === AGE) return t("customers.years", { age: format.count(value as number) });
          return t("tags.days", { number: format.count(value as number) });
        case "flag":
          return value === true || value === 1 || value === "true" || value === "1" ? t("common.yes") : t("common.no");
        case "date":
          return format.day(String(value));
        case "number":
          return typeof value === "number" && !Number.isInteger(value) ? format.decimal(value) : String(value);
        default:
          return String(value);
      }
    },
    [t, format],
  );
}
