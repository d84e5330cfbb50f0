import { useMemo } from "react";
import { useSession } from "../api/session";
import { useLanguage } from "../i18n/useLanguage";
import * as numbers from "./numbers";

type Amount = Parameters<typeof numbers.count>[0];

/** The formatters, bound to the reader's language, the bank's currency and its clock. */
export function useFormat() {
  const { language } = useLanguage();
  const bank = useSession().data?.bank;
  const currency = bank?.currency ?? "CNY";
  const timeZone = bank?.timeZone;
  return useMemo(
    () => ({
      count: (value: Amount) => numbers.count(value, language),
      decimal: (value: Amount, digits?: number) => numbers.decimal(value, language, digits),
      money: (value: Amount, digits?: number) => numbers.money(value, language, currency, digits),
      compact: (value: Amount) => numbers.compact(value, language),
      percent: (value: Amount, digits?: number) => numbers.percent(value, language, digits),
      points: (value: Amount, digits?: number) => numbers.points(value, language, digits),
      day: numbers.day,
      instant: (value: string | null | undefined) => numbers.instant(value, timeZone),
      time: (value: string | null | undefined) => numbers.time(value, timeZone),
      currency,
    }),
    [language, currency, timeZone],
  );
}
