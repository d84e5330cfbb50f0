import { type Expression, isPlain } from "./draft";
import { hasValue, needsValue, OPERATORS } from "./operators";

export type WhereTest = { field: string; op: string; value: unknown };

/** {direction: "credit", amount: {at_least: 1000, less_than: 5000}} as three tests. */
export function testsOf(where: unknown): WhereTest[] {
  if (!isPlain(where)) return [];
  return Object.entries(where).flatMap(([field, given]): WhereTest[] => {
    if (Array.isArray(given)) return [{ field, op: "in", value: given }];
    if (!isPlain(given)) return [{ field, op: "eq", value: given ?? undefined }];
    return Object.entries(given).map(([op, value]) => ({
      field,
      op,
      value: needsValue(op) ? (value ?? undefined) : undefined,
    }));
  });
}

/** Back; nothing where there is no test. Tests of one field stand together, and of one operator the last counts. */
export function whereOf(tests: WhereTest[]): Expression | undefined {
  if (tests.length === 0) return undefined;
  const where: Expression = {};
  for (const field of new Set(tests.map((test) => test.field))) {
    const own = tests.filter((test) => test.field === field);
    const [only] = own;
    where[field] =
      own.length === 1 && only && (only.op === "eq" || only.op === "in")
        ? (only.value ?? (only.op === "in" ? [] : null))
        : Object.fromEntries(own.map((test) => [test.op, needsValue(test.op) ? (test.value ?? null) : true]));
  }
  return where;
}

/** Whether the tests say all that the JSON says. */
export function isWhere(where: unknown): boolean {
  if (where === undefined) return true;
  if (!isPlain(where)) return false;
  return Object.values(where).every(
    (given) =>
      !isPlain(given) || (Object.keys(given).length > 0 && Object.keys(given).every((op) => OPERATORS.includes(op))),
  );
}

export const whereIsFinished = (where: unknown) =>
  testsOf(where).every((test) => test.field !== "" && hasValue(test.op, test.value));
