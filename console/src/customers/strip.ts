import { addDays, daysBetween } from "./change";

export type Span = { tier: string; from: string | null; to: string | null };
export type Piece = Span & { left: number; width: number; days: number };

const LEAST_DAYS = 30;
const LEAST_SHARE = 0.012;

/** The day from which strips are drawn: a fifth of the recorded time before the first change, at least thirty days. */
export function beginning(strips: Span[][], asOf: string): string {
  const first = strips
    .flat()
    .flatMap((span) => (span.from ? [span.from] : []))
    .sort()[0];
  const days = first ? daysBetween(first, asOf) : 0;
  return addDays(asOf, -Math.max(LEAST_DAYS, Math.ceil(days * 1.2)));
}

/** Spans as shares of the strip from `from` to `asOf`; what lies before it is cut off. */
export function pieces(spans: Span[], from: string, asOf: string): Piece[] {
  const whole = Math.max(1, daysBetween(from, asOf));
  return spans.flatMap((span) => {
    const begins = Math.max(0, span.from ? daysBetween(from, span.from) : 0);
    const ends = span.to ? daysBetween(from, span.to) : whole;
    const days = ends - begins;
    // A move of today still has to be seen.
    if (days < 0 || (days === 0 && span.to !== null)) return [];
    const width = Math.max(days / whole, LEAST_SHARE);
    return [{ ...span, left: Math.min(begins / whole, 1 - width), width, days }];
  });
}
