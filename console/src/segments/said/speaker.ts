import type { Schemas } from "../../api/client";

export type Item = Schemas["VocabularyItem"];

/** Whoever reads an expression aloud: the texts of a language, the names of things, how a value looks. */
export type Speaker = {
  text: (key: string, holes?: Record<string, string>) => string;
  operator: (op: string) => string;
  pick: (zh: string | null | undefined, en: string | null | undefined) => string;
  value: (value: unknown, type: string, unit: string) => string;
  vocabulary: Schemas["Vocabulary"] | undefined;
};

/** What is set off in a sentence stands between these two: texts of both languages may place it where they want. */
const OPEN = "\u0002";
const CLOSE = "\u0003";

export const strong = (text: string) => `${OPEN}${text}${CLOSE}`;
export const plain = (text: string) => text.replaceAll(OPEN, "").replaceAll(CLOSE, "");

/** A sentence in pieces, those set off apart. */
export function pieces(text: string): { text: string; strong: boolean }[] {
  return text
    .split(OPEN)
    .flatMap((part, at) => {
      if (at === 0) return [{ text: part, strong: false }];
      const [set = "", ...rest] = part.split(CLOSE);
      return [
        { text: set, strong: true },
        { text: rest.join(CLOSE), strong: false },
      ];
    })
    .filter((piece) => piece.text !== "");
}

export function nameOf(speaker: Speaker, items: Item[] | undefined, key: string): string {
  const item = items?.find((one) => one.key === key);
  return (item && speaker.pick(item.nameZh, item.nameEn)) || key;
}

/** A value as people say it: the words of its field, a number with its unit, so many days ago. */
export function valueSaid(speaker: Speaker, item: Item | undefined, given: unknown): string {
  if (Array.isArray(given))
    return given.map((one) => valueSaid(speaker, item, one)).join(speaker.text("say.listJoint"));
  if (typeof given === "object" && given !== null && "days_ago" in given)
    return speaker.text("say.daysAgo", { days: String(given.days_ago) });
  const known = item?.values?.find((one) => one.value === given);
  if (known) return speaker.pick(known.zh, known.en);
  return speaker.value(given, item?.type ?? typeOf(given), item ? speaker.pick(item.unitZh, item.unitEn) : "");
}

const typeOf = (given: unknown) =>
  typeof given === "boolean" ? "flag" : typeof given === "number" ? "number" : "text";

/** "balance at least 50,000". */
export function testOf(speaker: Speaker, name: string, item: Item | undefined, op: string, value: unknown): string {
  if (op === "is_null" || op === "not_null")
    return speaker.text("say.bare", { name: strong(name), op: speaker.operator(op) });
  if (op === "between" && Array.isArray(value))
    return speaker.text("say.between", {
      name: strong(name),
      from: strong(valueSaid(speaker, item, value[0])),
      to: strong(valueSaid(speaker, item, value[1])),
    });
  return speaker.text("say.test", {
    name: strong(name),
    op: speaker.operator(op),
    value: strong(valueSaid(speaker, item, value)),
  });
}
