export type DueGroup = "overdue" | "today" | "later" | "done";

const OPEN = new Set(["open", "accepted"]);

/** What is late, what is for today, what can wait and what is finished, the urgent ones of each first. */
export function dueGroups<T extends { status: string; dueOn: string; priority: number }>(
  rows: readonly T[],
  today: string,
): [DueGroup, T[]][] {
  const groups: Record<DueGroup, T[]> = { overdue: [], today: [], later: [], done: [] };
  for (const row of rows) {
    const due = row.dueOn.slice(0, 10);
    const group = !OPEN.has(row.status.toLowerCase())
      ? "done"
      : due < today
        ? "overdue"
        : due === today
          ? "today"
          : "later";
    groups[group].push(row);
  }
  const order = (a: T, b: T) => a.priority - b.priority || a.dueOn.localeCompare(b.dueOn);
  return (["overdue", "today", "later", "done"] as const)
    .filter((name) => groups[name].length > 0)
    .map((name) => [name, groups[name].sort(order)]);
}
