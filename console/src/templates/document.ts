/** A text in the bank's language and, where there is one, in English. */
export type TwoLanguages = { zh: string; en: string };

/** A template as it is written in the form; the server's document is made from it. */
export type TemplateDraft = {
  key: string;
  channel: string;
  name: TwoLanguages;
  texts: Record<string, TwoLanguages>;
  /** Everything else the document had: placement, days, description, owner. */
  rest: Record<string, unknown>;
};

export const NO_TEXT: TwoLanguages = { zh: "", en: "" };

export function emptyDraft(channel: string): TemplateDraft {
  return { key: "", channel, name: NO_TEXT, texts: {}, rest: {} };
}

/** Reads "text" or {zh, en}. */
function twoLanguages(value: unknown): TwoLanguages {
  if (typeof value === "string") return { zh: value, en: "" };
  if (typeof value !== "object" || value === null) return NO_TEXT;
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  return { zh: typeof zh === "string" ? zh : "", en: typeof en === "string" ? en : "" };
}

/** Takes a document apart; `fieldNames` are the texts of its channel. */
export function readDraft(document: unknown, fieldNames: readonly string[]): TemplateDraft {
  const { key, channel, name, ...others } = (document ?? {}) as Record<string, unknown>;
  const texts: Record<string, TwoLanguages> = {};
  const rest: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(others)) {
    if (fieldNames.includes(field)) texts[field] = twoLanguages(value);
    else rest[field] = value;
  }
  return { key: String(key ?? ""), channel: String(channel ?? ""), name: twoLanguages(name), texts, rest };
}

/** The document to save. A text that is empty in both languages is left out. */
export function writeDocument(draft: TemplateDraft, fieldNames: readonly string[]): Record<string, unknown> {
  const written = (text: TwoLanguages) => (text.en.trim() === "" ? { zh: text.zh } : { zh: text.zh, en: text.en });
  const texts = fieldNames
    .map((field) => [field, draft.texts[field] ?? NO_TEXT] as const)
    .filter(([, text]) => text.zh.trim() !== "" || text.en.trim() !== "")
    .map(([field, text]) => [field, written(text)] as const);
  return {
    key: draft.key,
    channel: draft.channel,
    name: written(draft.name),
    ...draft.rest,
    ...Object.fromEntries(texts),
  };
}

/** What is put into a text for a name: values that need a format get one. */
export function placeholder(name: string, type: string): string {
  const format = {
    money: "money ",
    count: "number ",
    number: "number ",
    days: "number ",
    share: "percent ",
    date: "day ",
  }[type];
  return `{{${name.endsWith("opened_on") ? "day " : (format ?? "")}${name}}}`;
}
