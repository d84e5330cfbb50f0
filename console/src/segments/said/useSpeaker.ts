import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import { useTagValue } from "../../tags/useTagValue";
import { useVocabulary } from "../queries";
import type { Speaker } from "./speaker";

/** Reads expressions aloud in the reader's language. */
export function useSpeaker(): Speaker {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const value = useTagValue();
  const vocabulary = useVocabulary().data;
  return useMemo(
    () => ({
      text: (key, holes) => String(t(key as never, holes as never)),
      operator: (op) => words("operator", op),
      pick,
      value,
      vocabulary,
    }),
    [t, pick, words, value, vocabulary],
  );
}
