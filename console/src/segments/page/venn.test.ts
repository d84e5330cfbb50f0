import { describe, expect, it } from "vitest";
import { distanceFor, labelOf, lens, regionExpression, vennOf } from "./venn";

describe("circles drawn to count", () => {
  it.each([
    [400, 100, 50],
    [1000, 1000, 10],
    [300, 200, 120],
  ])("%i and %i sharing %i have areas in these proportions", (a, b, both) => {
    const [first, second] = vennOf(
      [
        { in: [0], customers: a - both },
        { in: [1], customers: b - both },
        { in: [0, 1], customers: both },
      ],
      2,
    );
    if (!first || !second) throw new Error("two circles");
    expect((first.r / second.r) ** 2).toBeCloseTo(a / b, 6);
    const shared = lens(first.r, second.r, second.x - first.x) / (Math.PI * first.r ** 2);
    expect(shared).toBeCloseTo(both / a, 6);
  });

  it("keeps strangers apart and puts a part inside its whole", () => {
    expect(distanceFor(10, 5, 0)).toBeGreaterThan(15);
    expect(distanceFor(10, 5, Math.PI * 25)).toBeLessThan(5);
  });

  it("finds room for the number of every region that is drawn, and none for one that is not", () => {
    const three = vennOf(
      [
        { in: [0], customers: 100 },
        { in: [1], customers: 100 },
        { in: [2], customers: 100 },
        { in: [0, 1], customers: 40 },
        { in: [0, 2], customers: 40 },
        { in: [1, 2], customers: 40 },
        { in: [0, 1, 2], customers: 20 },
      ],
      3,
    );
    for (const region of [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
      expect(labelOf(three, region)).not.toBeNull();
    const apart = vennOf(
      [
        { in: [0], customers: 9 },
        { in: [1], customers: 9 },
      ],
      2,
    );
    expect(labelOf(apart, [0, 1])).toBeNull();
  });

  it("draws empty sets without falling over", () => {
    for (const circle of vennOf([], 3)) expect([circle.x, circle.y, circle.r].every(Number.isFinite)).toBe(true);
  });
});

it("says a region as an expression", () => {
  expect(regionExpression(["a", "b", "c"], [0, 2])).toEqual({
    and: [{ segment: "a" }, { not: { segment: "b" } }, { segment: "c" }],
  });
});
