import { addDays, daysBetween } from "./change";

export type Maturing = { maturesOn: string | null; closedOn: string | null };

/** The months of a maturity calendar, each with what matures in it; what is past its day and still open stands in the first. */
export type MaturityMonth<T> = { month: string; items: (T & { days: number })[] };

const MONTHS = 12;

/** The first of the month so many months on. */
function monthOn(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const at = year * 12 + (month - 1) + months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

export function maturities<T extends Maturing>(holdings: T[], asOf: string): MaturityMonth<T>[] {
  const last = addDays(asOf, 366);
  const due = holdings
    .filter((one) => one.maturesOn !== null && one.closedOn === null && one.maturesOn <= last)
    .map((one) => ({ ...one, days: daysBetween(asOf, one.maturesOn ?? asOf) }))
    .sort((a, b) => a.days - b.days);
  return Array.from({ length: MONTHS + 1 }, (_, at) => {
    const month = monthOn(asOf, at);
    return {
      month,
      items: due.filter((one) =>
        at === 0 ? (one.maturesOn ?? "") < monthOn(asOf, 1) : one.maturesOn?.startsWith(month),
      ),
    };
  });
}
