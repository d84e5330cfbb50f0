import { expect, it } from "vitest";
import { NO_COLOUR } from "../charts/stackColours";
import { seriesOf } from "./course";

const bar = (band: string, customers: number) => ({ band, customers, label: `中${band}`, labelEn: band });
const day = (asOf: string, ...distribution: ReturnType<typeof bar>[]) => ({
  asOf,
  distribution,
  customers: distribution.reduce((sum, one) => sum + one.customers, 0),
  coverage: 1,
});

it("keeps the order of today's bands, appends those of earlier versions, and puts none last in grey", () => {
  const days = [
    day("1994-01-31", bar("old", 3), bar("low", 7)),
    day("1994-02-28", bar("low", 4), bar("high", 5), bar("", 1)),
  ];
  const series = seriesOf(days, (zh) => zh);
  expect(series.map((one) => [one.name, one.counts])).toEqual([
    ["中low", [7, 4]],
    ["中high", [0, 5]],
    ["中old", [3, 0]],
    ["中", [0, 1]],
  ]);
  expect(series.map((one) => one.colour === NO_COLOUR)).toEqual([false, false, false, true]);
});

it("takes the no of a flag for none", () => {
  expect(seriesOf([day("1994-01-31", bar("false", 9), bar("true", 1))], (_, en) => en).map((one) => one.name)).toEqual([
    "true",
    "false",
  ]);
});
