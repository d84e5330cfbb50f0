import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type zh from "./zh/words";

export type WordGroup = keyof typeof zh;

/** The word for a code of the server ("sms", "draft", "cash_in"); an unknown code stands for itself. */
export function useWords() {
  const { t, i18n } = useTranslation();
  return useCallback(
    (group: WordGroup, code: string | null | undefined): string => {
      if (!code) return "";
      const key = `words.${group}.${code}`;
      const plain = `words.${group}.${snake(code)}`;
      if (i18n.exists(key)) return t(key as never);
      return i18n.exists(plain) ? t(plain as never) : code;
    },
    [t, i18n],
  );
}

/** "CashIn", "Cash-In" and "cash_in" are one word. */
function snake(code: string): string {
  return code
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
}
