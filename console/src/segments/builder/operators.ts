import type { Schemas } from "../../api/client";

const ORDERED = [
  "at_least",
  "more_than",
  "at_most",
  "less_than",
  "between",
  "eq",
  "ne",
  "in",
  "not_in",
  "is_null",
  "not_null",
];
const OF_TEXT = ["eq", "ne", "in", "not_in", "is_null", "not_null"];
const OF_FLAG = ["eq", "ne", "is_null", "not_null"];

/** The operators of a thing of the vocabulary: as the server says, else what its type takes. */
export function operatorsOf(item: Pick<Schemas["VocabularyItem"], "type" | "operators"> | undefined): string[] {
  if (!item) return [];
  if (item.operators && item.operators.length > 0) return item.operators;
  if (item.type === "text") return OF_TEXT;
  if (item.type === "flag") return OF_FLAG;
  return ORDERED;
}

/** In a behaviour's details: equality, lists and bounds. */
export function whereOperatorsOf(item: Pick<Schemas["VocabularyItem"], "type"> | undefined): string[] {
  return item && item.type !== "text" && item.type !== "flag"
    ? ["at_least", "more_than", "at_most", "less_than", "eq"]
    : ["eq", "in"];
}
