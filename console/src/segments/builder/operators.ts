import type { Schemas } from "../../api/client";

const ORDER = ["at_least", "more_than", "at_most", "less_than", "between"];
const EQUAL = ["eq", "ne", "in", "not_in"];
const ABSENT = ["is_null", "not_null"];
const OF_WORDS = ["contains", "not_contains", "starts_with", "ends_with"];
const OF_TEXT = [...EQUAL, ...OF_WORDS, ...ABSENT];
const ORDERED = [...ORDER, ...EQUAL, ...ABSENT];
const OF_FLAG = ["eq", "ne", ...ABSENT];
const OF_MANY = ["in", "not_in", "in_band"];

export const OPERATORS: readonly string[] = [...ORDERED, ...OF_WORDS, "in_band"];

export const needsValue = (op: string) => !ABSENT.includes(op);
export const takesMany = (op: string) => OF_MANY.includes(op);

/** The operators of a thing of the vocabulary: as the server says, else what its type takes. */
export function operatorsOf(item: Pick<Schemas["VocabularyItem"], "type" | "operators"> | undefined): string[] {
  if (!item) return [];
  if (item.operators && item.operators.length > 0) return item.operators;
  if (item.type === "text") return OF_TEXT;
  if (item.type === "flag") return OF_FLAG;
  return ORDERED;
}

/** In a behaviour's details, where a name that nobody declared may be anything. */
export function whereOperatorsOf(item: Pick<Schemas["VocabularyItem"], "type" | "operators"> | undefined): string[] {
  return item ? operatorsOf(item) : [...OF_TEXT, ...ORDER];
}

/** What a free property is compared as: by the operator, else by the value that is there. */
export function freeType(op: string, value: unknown): string {
  if (ORDER.includes(op)) return "number";
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === "number" ? "number" : typeof one === "boolean" ? "flag" : "text";
}

/** Operators of one shape can keep the value when they are exchanged. */
export function shapeOf(op: string): string {
  if (["in", "not_in"].includes(op)) return "many";
  if (["between", "in_band", ...ABSENT].includes(op)) return op;
  return OF_WORDS.includes(op) ? "words" : "one";
}

export function hasValue(op: string, value: unknown): boolean {
  if (!needsValue(op)) return true;
  if (op === "between") return Array.isArray(value) && value.length === 2 && value.every(isGiven);
  if (takesMany(op)) return Array.isArray(value) ? value.length > 0 : op === "in_band" && isGiven(value);
  return isGiven(value);
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== "";
