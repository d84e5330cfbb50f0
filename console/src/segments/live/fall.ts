import type { Schemas } from "../../api/client";

export type FallStep = {
  at: number;
  left: number;
  removed: number;
  alone: number;
  without: number;
  leftShare: number;
  removedShare: number;
};

/** The bars of a waterfall, as shares of the customers at its top. */
export function fallOf(breakdown: Pick<Schemas["Breakdown"], "total" | "steps">): FallStep[] {
  const share = (count: number) => (breakdown.total === 0 ? 0 : count / breakdown.total);
  return breakdown.steps.map(({ left, removed, alone, without }, at) => ({
    at,
    left,
    removed,
    alone,
    without,
    leftShare: share(left),
    removedShare: share(removed),
  }));
}
