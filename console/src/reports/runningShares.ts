/** The running sum of something by day, as a share of a whole; all zero when the whole is empty. */
export function runningShares<T>(days: readonly T[], whole: number, of: (day: T) => number): number[] {
  let sum = 0;
  return days.map((day) => {
    sum += of(day);
    return whole > 0 ? sum / whole : 0;
  });
}
