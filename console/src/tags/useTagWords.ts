import { useCallback } from "react";
import { useLanguage } from "../i18n/useLanguage";
import { useVocabulary } from "../segments/queries";

/** A tag's coded value ("growing") in the reader's language, as the tag's definition names it. */
export function useTagWords() {
  const { pick } = useLanguage();
  const tags = useVocabulary().data?.tags;
  return useCallback(
    (key: string, value: unknown): string => {
      const word = tags?.find((tag) => tag.key === key)?.values?.find((one) => one.value === value);
      return word ? pick(word.zh, word.en) : String(value);
    },
    [tags, pick],
  );
}
