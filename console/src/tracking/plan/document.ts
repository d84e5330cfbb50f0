import type { FieldError } from "../../api/problem";

/** A tracking plan as the server keeps it. The form reads and changes this document itself, so that form and YAML are one draft. */
export type PlanNode = { readonly [field: string]: unknown };
export type Both = { zh: string; en: string };
export type Step = string | number;

/** What can be adopted: an event that arrives unplanned, or the unplanned properties of a planned one. */
export type Found = { name: string; properties: readonly { property: string; type: string }[] };

/** The order in which people write the fields; what is not named here comes last. */
const ORDER = [
  "key",
  "event",
  "property",
  "name",
  "zh",
  "en",
  "description",
  "owner",
  "sources",
  "unplanned",
  "type",
  "required",
  "values",
  "at_least",
  "at_most",
  "rule",
  "on_violation",
  "other_properties",
  "privacy",
  "found",
  "id_number",
  "card_number",
  "phone",
  "alerts",
  "events_min",
  "volume_low",
  "volume_high",
  "violations",
  "late",
  "duplicates",
  "skewed",
  "unknown",
  "properties",
  "events",
];
const PLACE = new Map(ORDER.map((field, place) => [field, place]));

const isNode = (value: unknown): value is PlanNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same document, its fields in the order in which people write them. */
export function inOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inOrder) as T;
  if (!isNode(value)) return value;
  const place = (field: string) => PLACE.get(field) ?? ORDER.length;
  const fields = Object.keys(value).sort((a, b) => place(a) - place(b));
  return Object.fromEntries(fields.map((field) => [field, inOrder(value[field])])) as T;
}

export function textOf(node: PlanNode, field: string): string {
  const value = node[field];
  return typeof value === "string" ? value : "";
}

export function numberOf(node: PlanNode, field: string): number | null {
  const value = node[field];
  return typeof value === "number" ? value : null;
}

export function bothOf(node: PlanNode, field: string): Both {
  const value = node[field];
  return isNode(value) ? { zh: textOf(value, "zh"), en: textOf(value, "en") } : { zh: "", en: "" };
}

export function nodeOf(node: PlanNode, field: string): PlanNode {
  const value = node[field];
  return isNode(value) ? value : {};
}

export function nodesOf(node: PlanNode, field: string): PlanNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.map((one) => (isNode(one) ? one : {})) : [];
}

/** Texts or whole numbers, as texts. */
export function textsOf(node: PlanNode, field: string): string[] {
  const value = node[field];
  return Array.isArray(value) ? value.map(String) : [];
}

/** An empty field is one that is not there. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isNode(value) && Object.values(value).every(isNothing);
}

/** Puts a value where the steps lead, or takes the field away when there is nothing in it. Nothing else is touched. */
export function put(node: PlanNode, steps: readonly Step[], value: unknown): PlanNode {
  return change(node, steps, value) as PlanNode;
}

function change(at: unknown, [step, ...further]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = Array.isArray(at) ? at : [];
    return list.map((one, index) => (index === step ? change(one, further, value) : one));
  }
  const { [step]: before, ...others } = isNode(at) ? at : {};
  const after = change(before, further, value);
  const isKept = step === "events" || !isNothing(after);
  return isKept ? inOrder({ ...others, [step]: after }) : others;
}

/** Adds in front, where a person sees it. */
export function addFirst(node: PlanNode, steps: readonly Step[], added: PlanNode): PlanNode {
  return put(node, steps, [added, ...listAt(node, steps)]);
}

export function addLast(node: PlanNode, steps: readonly Step[], added: readonly PlanNode[]): PlanNode {
  return put(node, steps, [...listAt(node, steps), ...added]);
}

export function remove(node: PlanNode, steps: readonly Step[], index: number): PlanNode {
  return put(
    node,
    steps,
    listAt(node, steps).filter((_, place) => place !== index),
  );
}

function listAt(node: PlanNode, steps: readonly Step[]): unknown[] {
  const found = steps.reduce<unknown>((at, step) => (at as Record<Step, unknown> | undefined)?.[step], node);
  return Array.isArray(found) ? found : [];
}

/** Allowed values: those that were numbers before stay numbers, and all are numbers for an integer. */
export function writeValues(property: PlanNode, texts: readonly string[]): (string | number)[] {
  const numbers = new Set(
    Array.isArray(property.values) ? property.values.filter((one) => typeof one === "number") : [],
  );
  return texts.map((text) => {
    const number = Number(text);
    const wasNumber = numbers.has(number) && String(number) === text;
    return wasNumber || (property.type === "integer" && Number.isInteger(number) && text.trim() !== "") ? number : text;
  });
}

/** "events[3].properties[0].values" */
export function pathOf(steps: readonly Step[]): string {
  return steps
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** What is wrong at a field or within it. */
export function faultsAt(errors: readonly FieldError[], steps: readonly Step[]): FieldError[] {
  const path = pathOf(steps);
  return errors.filter(({ field }) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
}

const PLACES = [
  /^(key|name|description|owner|sources|unplanned|on_violation|other_properties)([.[]|$)/,
  /^privacy\.found\.(id_number|card_number|phone)$/,
  /^privacy\.properties\[\d+\]\.(property|rule)$/,
  /^alerts\.(events_min|volume_low|volume_high|violations|late|duplicates|skewed|unknown)$/,
  /^events\[\d+\]\.(event|name|description|owner|on_violation|other_properties|properties)$/,
  /^events\[\d+\]\.(name|description)\.(zh|en)$/,
  /^events\[\d+\]\.properties\[\d+\]\.(property|name|type|required|values|at_least|at_most|on_violation|privacy)([.[]|$)/,
];

/** What is wrong where the form has no field: shown above it. */
export function homelessFaults(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(({ field }) => !PLACES.some((place) => place.test(field)));
}

/** "loan_step_2" as words: a name to begin with. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_\-.]+/g, " ")
    .trim()
    .toLowerCase();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What of the discovered the draft lacks; the draft may have adopted some already. */
export function lacking(plan: PlanNode, found: readonly Found[]): Found[] {
  const planned = new Map(nodesOf(plan, "events").map((event) => [textOf(event, "event"), event]));
  return found.flatMap((one) => {
    const event = planned.get(one.name);
    if (!event) return [one];
    const paths = nodesOf(event, "properties").map((property) => textOf(property, "property"));
    const names = (path: string) =>
      paths.some((known) => known === path || known.startsWith(`${path}.`) || path.startsWith(`${known}.`));
    const properties = one.properties.filter(({ property }) => !names(property));
    return properties.length > 0 ? [{ ...one, properties }] : [];
  });
}

/** Takes over what was discovered, with the types it was discovered with. */
export function adopt(plan: PlanNode, { name, properties }: Found): PlanNode {
  const made = properties.map(({ property, type }) => ({
    property,
    name: { zh: property, en: wordsOf(property) },
    type,
  }));
  const index = nodesOf(plan, "events").findIndex((event) => textOf(event, "event") === name);
  if (index >= 0) return addLast(plan, ["events", index, "properties"], made);
  const event = { event: name, name: { zh: name, en: wordsOf(name) } };
  return addFirst(plan, ["events"], made.length > 0 ? { ...event, properties: made } : event);
}
