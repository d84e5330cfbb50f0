import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "../format/numbers";
import { changeLanguage } from "./language";

/** The reader's language, how to change it, and the right one of two names that the server hands in both. */
export function useLanguage() {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === "en" ? "en" : "zh";
  const pick = useCallback(
    (zh: string | null | undefined, en: string | null | undefined) => (language === "zh" ? zh || en : en || zh) ?? "",
    [language],
  );
  return { language, pick, change: changeLanguage };
}
