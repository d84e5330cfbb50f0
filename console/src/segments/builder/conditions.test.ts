import { describe, expect, it } from "vitest";
import {
  addTo,
  emptyBehaviour,
  emptyGroup,
  emptyTest,
  type FieldTest,
  fromExpression,
  replaceIn,
  toExpression,
  unfinished,
} from "./conditions";

const CASES: [string, Record<string, unknown>][] = [
  ["a tag with a value", { and: [{ tag: "balance", op: "at_least", value: 50000 }] }],
  ["an operator without a value", { and: [{ tag: "balance", op: "is_null" }] }],
  ["a list of values", { or: [{ tag: "age_band", op: "in", value: ["青年", "中年"] }] }],
  ["bands of a tag", { and: [{ tag: "deposit_sum_90d", op: "in_band", value: ["large"] }] }],
  ["a date so many days ago", { and: [{ attribute: "opened_on", op: "at_least", value: { days_ago: 30 } }] }],
  ["between", { and: [{ tag: "age", op: "between", value: [18, 35] }] }],
  ["a behaviour", { and: [{ did: { event: "app_login", at_least: 2, within_days: 30 } }] }],
  ["a behaviour at any time", { and: [{ did_not: { event: "app_login" } }] }],
  [
    "a behaviour with details",
    {
      and: [
        {
          did: {
            event: "transaction",
            where: {
              direction: "credit",
              kind: ["cash_in", "transfer_in"],
              amount: { at_least: 1000, less_than: 5000 },
            },
            within_days: 90,
          },
        },
      ],
    },
  ],
  ["since the enrolment", { and: [{ did: { event: "transaction", since: "enrolment" } }] }],
  ["a segment and a list", { and: [{ segment: "new-customers" }, { list: "vip" }] }],
  ["a negated leaf", { and: [{ not: { segment: "sleeping" } }] }],
  ["a negated group", { and: [{ not: { or: [{ segment: "a" }, { segment: "b" }] } }] }],
  [
    "groups in groups",
    { or: [{ and: [{ segment: "a" }, { or: [{ segment: "b" }, { list: "c" }] }] }, { segment: "d" }] },
  ],
  ["a negation of a negation", { not: { not: { segment: "a" } } }],
  [
    "what this builder does not know",
    { and: [{ score: "churn", op: "at_least", value: 0.8 }, { did: { event: "x", minutes: 5 } }] },
  ],
];

describe("a condition survives the way into the builder and back", () => {
  it.each(CASES)("%s", (_, expression) => {
    expect(toExpression(fromExpression(expression))).toEqual(expression);
  });

  it("puts a lone condition into a group that means the same", () => {
    expect(toExpression(fromExpression({ segment: "a" }))).toEqual({ and: [{ segment: "a" }] });
  });
});

describe("what is unfinished", () => {
  it("names empty groups, tests without a value and behaviours without an event", () => {
    const test = emptyTest("tag");
    const behaviour = emptyBehaviour(false);
    const inner = emptyGroup("or");
    const root = { ...emptyGroup(), children: [test, behaviour, inner] };
    expect(unfinished(root)).toEqual(new Set([test.id, behaviour.id, inner.id]));
  });

  it("accepts zero and false as values, and refuses an empty list", () => {
    const test: FieldTest = { ...emptyTest("tag"), field: "balance", op: "eq", value: 0 };
    expect(unfinished({ ...emptyGroup(), children: [test] }).size).toBe(0);
    expect(unfinished({ ...emptyGroup(), children: [{ ...test, value: false }] }).size).toBe(0);
    expect(unfinished({ ...emptyGroup(), children: [{ ...test, op: "in", value: [] }] }).size).toBe(1);
    expect(unfinished({ ...emptyGroup(), children: [{ ...test, op: "between", value: [1, null] }] }).size).toBe(1);
  });
});

describe("changing the tree", () => {
  it("adds into a nested group, changes a leaf and removes it", () => {
    const inner = emptyGroup("or");
    const root = { ...emptyGroup(), children: [inner] };
    const test = { ...emptyTest("tag"), field: "age", op: "at_least", value: 18 };
    const added = addTo(root, inner.id, test);
    expect(toExpression(added)).toEqual({ and: [{ or: [{ tag: "age", op: "at_least", value: 18 }] }] });
    const changed = replaceIn(added, test.id, (before) => ({ ...before, value: 21 }) as FieldTest);
    expect(toExpression(changed)).toEqual({ and: [{ or: [{ tag: "age", op: "at_least", value: 21 }] }] });
    expect(toExpression(replaceIn(changed, test.id, () => undefined))).toEqual({ and: [{ or: [] }] });
    expect(toExpression(root)).toEqual({ and: [{ or: [] }] });
  });
});
