export type IntervalShape = {
  /** Where zero, the ends and the estimate lie, as shares of the width. */
  zero: number;
  low: number;
  high: number;
  estimate: number;
  ticks: { at: number; value: number }[];
};

const MARGIN = 1.25;
const TICKS_WANTED = 6;
const STEPS = [1, 2, 2.5, 5, 10];

/** A scale around zero that holds the whole interval, the same length to both sides. */
export function intervalGeometry(low: number, high: number, estimate: number): IntervalShape {
  const reach = Math.max(Math.abs(low), Math.abs(high), Math.abs(estimate), 1e-6) * MARGIN;
  const at = (value: number) => (value + reach) / (2 * reach);
  const step = niceStep((2 * reach) / TICKS_WANTED);
  const ticks: { at: number; value: number }[] = [];
  const most = Math.floor(reach / step);
  for (let index = -most; index <= most; index += 1) {
    const value = index * step;
    ticks.push({ at: at(value), value });
  }
  return { zero: at(0), low: at(low), high: at(high), estimate: at(estimate), ticks };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((one) => one * power >= rough) ?? 10;
  return step * power;
}
