import { expect, it } from "vitest";
import { caseStates, lasting } from "./because";
import { addDays, change, daysBetween, monthsBetween } from "./change";
import { maturities } from "./maturities";
import { beginning, pieces } from "./strip";
import { supplementValue } from "./supplementValue";

it("says how a figure moved, and keeps quiet where nothing is known", () => {
  expect(change(110, 100)).toEqual({ difference: 10, share: 0.1, way: "up" });
  expect(change(0, 0)).toEqual({ difference: 0, share: null, way: "same" });
  expect(change(-50, -100)).toEqual({ difference: 50, share: 0.5, way: "up" });
  expect(change(5, null)).toBeNull();
});

it("counts days and months as a calendar does", () => {
  expect(daysBetween("1994-02-28", "1994-03-01")).toBe(1);
  expect(addDays("1993-12-31", 1)).toBe("1994-01-01");
  expect(monthsBetween("1993-02-26", "1994-03-31")).toBe(13);
  expect(monthsBetween("1993-12-31", "1994-01-30")).toBe(0);
});

it("puts what matures into its month, what is overdue into the first, and leaves out what is closed or far off", () => {
  const one = (no: string, maturesOn: string | null, closedOn: string | null = null) => ({ no, maturesOn, closedOn });
  const months = maturities(
    [
      one("late", "1994-01-15"),
      one("soon", "1994-03-31"),
      one("may", "1994-05-02"),
      one("year", "1995-03-31"),
      one("far", "1996-01-01"),
      one("closed", "1994-06-01", "1994-02-01"),
      one("open-ended", null),
    ],
    "1994-03-20",
  );
  expect(months).toHaveLength(13);
  expect(months[0]?.month).toBe("1994-03");
  expect(months[12]?.month).toBe("1995-03");
  expect(months.flatMap((month) => month.items.map((item) => `${month.month} ${item.no} ${item.days}`))).toEqual([
    "1994-03 late -64",
    "1994-03 soon 11",
    "1994-05 may 43",
  ]);
});

it("draws tiers as shares of the time, and shows a move of today", () => {
  const spans = [
    { tier: "new", from: null, to: "1994-01-31" },
    { tier: "growth", from: "1994-01-31", to: "1994-03-31" },
    { tier: "decline", from: "1994-03-31", to: null },
  ];
  const from = beginning([spans], "1994-03-31");
  expect(from).toBe("1994-01-19");
  const drawn = pieces(spans, from, "1994-03-31");
  expect(drawn.map((one) => [one.tier, one.days])).toEqual([
    ["new", 12],
    ["growth", 59],
    ["decline", 0],
  ]);
  expect((drawn[2]?.left ?? 1) + (drawn[2]?.width ?? 1)).toBeLessThanOrEqual(1);
  expect(beginning([[{ tier: "a", from: null, to: null }]], "1994-03-31")).toBe("1994-03-01");
});

it("tells the case that gave the value from those before and behind it", () => {
  expect(
    caseStates([
      { holds: false, isChosen: false },
      { holds: true, isChosen: true },
      { holds: true, isChosen: false },
    ]),
  ).toEqual(["fails", "chosen", "notReached"]);
});

it("says how long a session lasted", () => {
  expect(lasting("1994-03-01T10:00:00Z", "1994-03-01T10:00:40Z")).toEqual({ unit: "seconds", number: 40 });
  expect(lasting("1994-03-01T10:00:00Z", "1994-03-01T10:12:00Z")).toEqual({ unit: "minutes", number: 12 });
  expect(lasting("1994-03-01T10:00:00Z", "1994-03-01T12:30:00Z")).toEqual({ unit: "hours", number: 2.5 });
});

it("hands a supplement in as its tag's type wants it", () => {
  expect([supplementValue("true", "flag"), supplementValue("12.5", "money"), supplementValue("7", "text")]).toEqual([
    true,
    12.5,
    "7",
  ]);
});
