export type TrendShape = { points: { x: number; y: number }[]; line: string; area: string };

const MARGIN = 6;

/** Where a series of values lies in a box; the axis begins at zero unless a value is below it. */
export function trendGeometry(values: readonly number[], width: number, height: number): TrendShape {
  if (values.length === 0) return { points: [], line: "", area: "" };
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-9);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, index) => ({
    x: round(values.length > 1 ? index * step : width / 2),
    y: round(height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN)),
  }));
  const line = points.map((point, index) => `${index === 0 ? "M" : "L"}${point.x} ${point.y}`).join("");
  const first = points[0];
  const last = points.at(-1);
  return { points, line, area: first && last ? `${line}L${last.x} ${height}L${first.x} ${height}Z` : "" };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
