import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage";
import { useTemplateVocabulary } from "./queries";

/** What people call "customer.outlet_name" and "tags.balance". */
export function useNameWord() {
  const { t, i18n } = useTranslation();
  const { pick } = useLanguage();
  const names = useTemplateVocabulary().data?.names;
  return useCallback(
    (name: string): string => {
      const tag = names?.find((one) => one.name === name && one.labelZh !== "");
      if (tag) return pick(tag.labelZh, tag.labelEn);
      const key = `templates.names.${name}`;
      return i18n.exists(key) ? t(key as never) : name;
    },
    [t, i18n, pick, names],
  );
}
