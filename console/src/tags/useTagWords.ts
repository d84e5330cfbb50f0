import { useCallback } from "react";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { useVocabulary } from "../segments/queries";

/** A tag's coded value ("growing") in the reader's language: as its definition names it, else by the console's own words. */
export function useTagWords() {
  const { pick } = useLanguage();
  const words = useWords();
  const tags = useVocabulary().data?.tags;
  return useCallback(
    (key: string, value: unknown): string => {
      const code = String(value);
      const named = tags?.find((tag) => tag.key === key)?.values?.find((one) => one.value === code);
      const name = named ? pick(named.zh, named.en) : code;
      return name === code ? words("tagValue", code) : name;
    },
    [tags, pick, words],
  );
}
