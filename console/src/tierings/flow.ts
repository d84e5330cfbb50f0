import { stackColour } from "../charts/stackColours";
import type { Flow } from "./queries";

/** A tier's colour by its place; those without one are grey. */
export const tierColour = (tiers: readonly string[], code: string) => stackColour(tiers.indexOf(code));

/** Rows of the matrix: for each tier at the start, how many went where, and what part of the row that is. */
export function matrixOf(flow: Flow, tiers: readonly string[]) {
  const codes = [...tiers, ""];
  const count = (old: string, now: string) =>
    flow.cells.find((cell) => cell.old === old && cell.new === now)?.customers ?? 0;
  const columns = codes.filter((now) => now !== "" || flow.cells.some((cell) => cell.new === ""));
  return {
    columns,
    rows: codes
      .map((old) => {
        const cells = columns.map((now) => ({ now, customers: count(old, now) }));
        const all = cells.reduce((sum, cell) => sum + cell.customers, 0);
        return {
          old,
          all,
          cells: cells.map((cell) => ({ ...cell, share: all === 0 ? 0 : cell.customers / all })),
        };
      })
      .filter((row) => row.all > 0),
  };
}
