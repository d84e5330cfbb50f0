export type CaseState = "chosen" | "fails" | "notReached" | "holds";

/** How each case of a rule stood: behind the one that gave the value nobody looked. */
export function caseStates(cases: { holds: boolean; isChosen: boolean }[]): CaseState[] {
  const chosen = cases.findIndex((one) => one.isChosen);
  return cases.map((one, at) => {
    if (one.isChosen) return "chosen";
    if (chosen >= 0 && at > chosen) return "notReached";
    return one.holds ? "holds" : "fails";
  });
}

/** The aggregates of which one row decides: it comes first. */
const ONE_DECIDES = new Set(["min", "max", "first", "last", "days_since_first", "days_since_last"]);

export function oneDecides(aggregate: string): boolean {
  return ONE_DECIDES.has(aggregate);
}

/** How long something took, in the unit that says it best. */
export function lasting(began: string, ended: string): { unit: "seconds" | "minutes" | "hours"; number: number } {
  const seconds = Math.max(0, Math.round((Date.parse(ended) - Date.parse(began)) / 1000));
  if (seconds < 90) return { unit: "seconds", number: seconds };
  if (seconds < 5400) return { unit: "minutes", number: Math.round(seconds / 60) };
  return { unit: "hours", number: Math.round(seconds / 360) / 10 };
}
