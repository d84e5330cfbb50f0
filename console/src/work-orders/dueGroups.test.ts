import { expect, it } from "vitest";
import { dueGroups } from "./dueGroups";

const order = (id: string, status: string, dueOn: string, priority = 2) => ({ id, status, dueOn, priority });

it("groups by the business date and puts the urgent ones first", () => {
  const groups = dueGroups(
    [
      order("a", "open", "1994-04-02"),
      order("b", "open", "1994-03-31", 2),
      order("c", "accepted", "1994-03-31", 1),
      order("d", "open", "1994-03-29"),
      order("e", "done", "1994-03-29"),
    ],
    "1994-03-31",
  );
  expect(groups.map(([name, rows]) => [name, rows.map((row) => row.id)])).toEqual([
    ["overdue", ["d"]],
    ["today", ["c", "b"]],
    ["later", ["a"]],
    ["done", ["e"]],
  ]);
});

it("leaves out groups without orders", () => {
  expect(dueGroups([], "1994-03-31")).toEqual([]);
});
