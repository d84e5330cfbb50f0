import { expect, it } from "vitest";
import { layoutGraph, roundedPath } from "./layoutGraph";

const boxes = ["a", "b", "c", "d"].map((id) => ({ id, width: 200, height: 70 }));
const arrows = [
  { from: "a", to: "b", label: "yes" },
  { from: "a", to: "c", label: "no" },
  { from: "b", to: "d", label: "" },
  { from: "c", to: "d", label: "" },
];

it("puts every step below the one before it and siblings side by side", () => {
  const { positions, width, height } = layoutGraph(boxes, arrows);
  const at = (id: string) => positions.get(id) ?? { x: 0, y: 0 };
  expect(at("a").y).toBeLessThan(at("b").y);
  expect(at("b").y).toBe(at("c").y);
  expect(at("c").y).toBeLessThan(at("d").y);
  expect(Math.abs(at("b").x - at("c").x)).toBeGreaterThanOrEqual(200);
  expect(width).toBeGreaterThan(400);
  expect(height).toBeGreaterThan(210);
});

it("draws no arrow to nowhere and survives a circle", () => {
  const laid = layoutGraph(boxes, [
    ...arrows,
    { from: "d", to: "nowhere", label: "" },
    { from: "d", to: "a", label: "again" },
  ]);
  expect(laid.positions.size).toBe(4);
  expect(laid.arrows[4]).toBeNull();
  expect(laid.arrows[5]?.points.length).toBeGreaterThan(1);
});

it("rounds a line through its points, from the first to the last", () => {
  expect(roundedPath([])).toBe("");
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 10, y: 20 },
    ]),
  ).toBe("M0 0 Q0 10 5 15 L10 20");
});
