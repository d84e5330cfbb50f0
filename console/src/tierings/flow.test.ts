import { expect, it } from "vitest";
import { NO_COLOUR } from "../charts/stackColours";
import { matrixOf, tierColour } from "./flow";

const flow = {
  from: "1994-01-31",
  to: "1994-03-31",
  stayed: 7,
  moved: 3,
  up: 2,
  down: 1,
  cells: [
    { old: "low", new: "low", customers: 6 },
    { old: "low", new: "high", customers: 2 },
    { old: "high", new: "high", customers: 1 },
    { old: "high", new: "low", customers: 1 },
    { old: "", new: "low", customers: 4 },
  ],
};

it("gives every row's customers and their parts, newcomers last", () => {
  const matrix = matrixOf(flow, ["low", "middle", "high"]);
  expect(matrix.columns).toEqual(["low", "middle", "high"]);
  expect(matrix.rows.map((row) => [row.old, row.all])).toEqual([
    ["low", 8],
    ["high", 2],
    ["", 4],
  ]);
  expect(matrix.rows[0]?.cells.map((cell) => cell.share)).toEqual([0.75, 0, 0.25]);
});

it("colours tiers by their place, and none grey", () => {
  expect(tierColour(["low", "high"], "high")).not.toBe(tierColour(["low", "high"], "low"));
  expect(tierColour(["low"], "")).toBe(NO_COLOUR);
});
