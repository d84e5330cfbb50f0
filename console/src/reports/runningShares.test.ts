import { expect, it } from "vitest";
import { runningShares } from "./runningShares";

it("adds day by day and divides by the whole", () => {
  expect(runningShares([{ n: 1 }, { n: 0 }, { n: 3 }], 8, (day) => day.n)).toEqual([0.125, 0.125, 0.5]);
});

it("is zero for an empty arm", () => {
  expect(runningShares([{ n: 1 }], 0, (day) => day.n)).toEqual([0]);
});
