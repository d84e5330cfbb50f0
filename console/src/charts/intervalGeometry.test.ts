import { expect, it } from "vitest";
import { intervalGeometry } from "./intervalGeometry";

it("keeps zero in the middle and the interval inside, in order", () => {
  const shape = intervalGeometry(-0.02, 0.06, 0.02);
  expect(shape.zero).toBeCloseTo(0.5);
  expect(shape.low).toBeLessThan(shape.zero);
  expect(shape.estimate).toBeGreaterThan(shape.zero);
  expect(shape.high).toBeGreaterThan(shape.estimate);
  expect(shape.high).toBeLessThan(1);
  expect(shape.low).toBeGreaterThan(0);
});

it("marks round values, zero among them", () => {
  const { ticks } = intervalGeometry(-0.013, 0.041, 0.014);
  expect(ticks.some((tick) => tick.value === 0)).toBe(true);
  expect(ticks.length).toBeGreaterThanOrEqual(3);
  expect(ticks.length).toBeLessThanOrEqual(9);
});

it("stands an interval of no width", () => {
  const shape = intervalGeometry(0, 0, 0);
  expect(shape.estimate).toBeCloseTo(0.5);
});
