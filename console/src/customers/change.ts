/** How a figure moved against an earlier one. */
export type Change = { difference: number; share: number | null; way: "up" | "down" | "same" };

/** Null when there is nothing to compare with. A share of nothing is no share. */
export function change(now: number, before: number | null | undefined): Change | null {
  if (before === null || before === undefined) return null;
  const difference = Math.round((now - before) * 100) / 100;
  return {
    difference,
    share: before === 0 ? null : difference / Math.abs(before),
    way: difference > 0 ? "up" : difference < 0 ? "down" : "same",
  };
}

const DAY_MS = 86_400_000;

/** Whole days from one business day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole calendar months from one day to another. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split("-").map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split("-").map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0);
}
