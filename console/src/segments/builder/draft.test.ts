import { describe, expect, it } from "vitest";
import { emptyGroup, fromExpression, leafOf, nodesOf, refusalsByNode, toExpression } from "./draft";
import { append, duplicate, insert, move, negate, placeOf, remove, replaceIn, shift, unwrap, wrap } from "./edits";
import { EXPRESSIONS } from "./examples.test-data";
import { emptyOf, FORMS, formOf, unfinished } from "./forms";
import { begin, record, redo, undo } from "./history";
import { testsOf, whereOf } from "./where";

describe("an expression survives the way into the builder and back", () => {
  it.each(EXPRESSIONS)("%s", (_, expression) => {
    expect(toExpression(fromExpression({ and: [expression] }))).toEqual({ and: [expression] });
  });

  it("puts a lone condition into a group that means the same", () => {
    expect(toExpression(fromExpression({ segment: "a" }))).toEqual({ and: [{ segment: "a" }] });
  });

  it("keeps negations, groups in groups and what nobody knows, word for word", () => {
    const given = {
      or: [
        { not: { not: { segment: "a" } } },
        { not: { and: [{ list: "b" }] } },
        { score: "churn", op: "at_least" },
        { and: "?" },
        7,
      ],
    };
    expect(toExpression(fromExpression(given))).toEqual(given);
  });
});

describe("which editor shows a condition whole", () => {
  it.each(EXPRESSIONS)("%s", (form, expression) => {
    expect(formOf(expression)).toBe(form.split(":")[0]);
  });

  it("knows every form of the language by an example", () => {
    expect(new Set(EXPRESSIONS.map(([form]) => form.split(":")[0]))).toEqual(new Set(FORMS));
  });

  it.each([
    { score: "churn" },
    { tag: "a", op: "eq", value: 1, weight: 2 },
    { did: { event: "x", minutes: 5 } },
    { did: { event: "x", at_least: "2" } },
    { did: { event: "x", where: { amount: { about: 5 } } } },
    { tag: "a", list: "b" },
    { near: { point: [1] } },
  ])("leaves %j to its JSON", (expression) => {
    expect(formOf(expression)).toBeUndefined();
  });

  it("begins every form in a way that its editor shows and that is not finished", () => {
    for (const form of FORMS) {
      const leaf = leafOf(emptyOf(form));
      expect(formOf(leaf.body)).toBe(form);
      expect(unfinished({ ...emptyGroup(), children: [leaf] }).has(leaf.id)).toBe(true);
    }
  });

  it("takes every example as finished", () => {
    for (const [, expression] of EXPRESSIONS)
      expect([expression, unfinished(fromExpression(expression)).size]).toEqual([expression, 0]);
  });
});

const tree = () =>
  fromExpression({ and: [{ segment: "a" }, { or: [{ segment: "b" }, { not: { list: "c" } }] }, { segment: "d" }] });
const ids = (root: ReturnType<typeof tree>) => [...nodesOf(root)].map((node) => node.id);
const EDITS = [
  ["remove", (id: string) => remove(id)],
  ["negate", (id: string) => negate(id)],
  ["duplicate", (id: string) => duplicate(id)],
  ["wrap", (id: string) => wrap(id)],
  ["unwrap", (id: string) => unwrap(id)],
  ["move up", (id: string) => shift(id, -1)],
  ["move down", (id: string) => shift(id, 1)],
  ["append", (id: string) => append(id, leafOf({ segment: "new" }))],
  [
    "change",
    (id: string) => (root: ReturnType<typeof tree>) => replaceIn(root, id, (node) => ({ ...node, not: node.not + 1 })),
  ],
] as const;

describe("the laws of editing", () => {
  it.each(EDITS)("%s: undo gives back the same draft, redo the edited one, and the old one is untouched", (_, edit) => {
    const root = tree();
    const before = JSON.stringify(root);
    for (const id of ids(root)) {
      const edited = record(begin(root), edit(id)(root), "", 0);
      expect(undo(edited).present).toBe(root);
      expect(redo(undo(edited)).present).toBe(edited.present);
      expect(JSON.stringify(root)).toBe(before);
    }
  });

  it.each(EDITS)("%s: no two nodes share an id", (_, edit) => {
    const root = tree();
    for (const id of ids(root)) {
      const after = ids(edit(id)(root));
      expect(new Set(after).size).toBe(after.length);
    }
  });

  it("moves keep every condition, and a group never goes into itself", () => {
    const root = tree();
    const leaves = (of: typeof root) =>
      [...nodesOf(of)]
        .filter((node) => node.kind === "leaf")
        .map((node) => node.id)
        .sort();
    const groups = [...nodesOf(root)].filter((node) => node.kind === "group");
    for (const id of ids(root).slice(1))
      for (const group of groups)
        for (let at = 0; at <= group.children.length; at++) {
          const moved = move(id, group.id, at)(root);
          expect(leaves(moved)).toEqual(leaves(root));
          if (moved !== root) expect(placeOf(moved, id)?.group.id).toBe(group.id);
        }
    const inner = root.children[1];
    expect(move(inner?.id ?? "", inner?.id ?? "", 0)(root)).toBe(root);
  });

  it("negating twice, wrapping and unwrapping, down and up, inserting and removing give back the same expression", () => {
    const root = tree();
    const same = (after: typeof root) => expect(toExpression(after)).toEqual(toExpression(root));
    for (const { id } of root.children) {
      if (placeOf(root, id)?.node.not === 0) same(negate(id)(negate(id)(root)));
      const wrapped = wrap(id)(root);
      const group = [...nodesOf(wrapped)].find(
        (node) => node.kind === "group" && node.children.some((child) => child.id === id) && node.id !== root.id,
      );
      same(unwrap(group?.id ?? "")(wrapped));
      const lower = shift(id, 1)(root);
      same(lower === root ? root : shift(id, -1)(lower));
    }
    const leaf = leafOf({ segment: "new" });
    same(remove(leaf.id)(insert(root.id, 1, leaf)(root)));
  });

  it("takes what is typed in one go as one step, and other things as steps of their own", () => {
    let history = begin("");
    for (const [at, text] of ["5", "50", "500"].entries()) history = record(history, text, "c1", at * 100);
    history = record(history, "other", "c2", 300);
    expect(undo(history).present).toBe("500");
    expect(undo(undo(history)).present).toBe("");
    expect(record(history, history.present, "", 0)).toBe(history);
  });
});

describe("details of a behaviour", () => {
  it.each([
    { direction: "credit" },
    { kind: ["cash_in", "transfer_in"] },
    { amount: { at_least: 1000, less_than: 5000 }, channel: "app" },
    { counterparty_bank: { is_null: true } },
  ])("%j survives as tests", (where) => {
    expect(whereOf(testsOf(where))).toEqual(where);
  });
});

describe("the server's refusals", () => {
  it("stand at the condition that they speak of, with what is left of the path", () => {
    const root = tree();
    const [first, group] = root.children;
    const inner = group?.kind === "group" ? group.children[1] : undefined;
    const found = refusalsByNode(root, [
      { field: "and[0].segment", message: "names nobody" },
      { field: "expression.and[1].or[1].not.list", message: "no list" },
      { field: "and[1]", message: "too deep" },
      { field: "and[10].tag", message: "elsewhere" },
      { field: "expression", message: "at the root" },
    ]);
    expect(found.get(first?.id ?? "")).toEqual([{ field: "segment", message: "names nobody" }]);
    expect(found.get(inner?.id ?? "")).toEqual([{ field: "not.list", message: "no list" }]);
    expect(found.get(group?.id ?? "")).toEqual([{ field: "", message: "too deep" }]);
    expect(found.get(root.id)?.map((refusal) => refusal.message)).toEqual(["elsewhere", "at the root"]);
  });
});
