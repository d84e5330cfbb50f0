import { useCallback } from "react";
import type { Language } from "../format/numbers";
import { useLanguage } from "./useLanguage";
import { atLine, faults, values } from "./zh/faults";

/** What the server says is wrong: its sentence in English, and what to say it from in another language. */
export type Fault = {
  message: string;
  code?: string;
  values?: readonly string[];
  line?: number | string | null;
};

const fill = (text: string, given: readonly string[]) =>
  text.replace(/\{(\d+)\}/g, (hole, number) => given[Number(number)] ?? hole);

const inChinese = (value: string) => values.reduce((text, [english, chinese]) => text.replace(english, chinese), value);

/** A code that nobody put into Chinese yet is said as the server says it. */
export function faultText(fault: Fault, language: Language): string {
  const chinese = language === "zh" ? faults[fault.code ?? ""] : undefined;
  if (chinese === undefined) return fault.message;
  const line = fault.line ? fill(atLine, [String(fault.line)]) : "";
  return line + fill(chinese, (fault.values ?? []).map(inChinese));
}

export function useFault() {
  const { language } = useLanguage();
  return useCallback((fault: Fault) => faultText(fault, language), [language]);
}
