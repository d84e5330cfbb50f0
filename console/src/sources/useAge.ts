import { useTranslation } from "react-i18next";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something has waited, in the unit that a person would take. */
export function useAge(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    if (seconds < HOUR) return t("batchSources.minutes", { number: Math.max(1, Math.round(seconds / MINUTE)) });
    if (seconds < 2 * DAY) return t("batchSources.hours", { number: Math.round(seconds / HOUR) });
    return t("batchSources.days", { number: Math.round(seconds / DAY) });
  };
}
