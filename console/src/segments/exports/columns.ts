import type { Schemas } from "../../api/client";

type Column = Schemas["ExportColumnView"];

/** What most files hold. */
export const USUAL: readonly string[] = ["customer_no", "name", "phone", "outlet", "manager"];

/** Columns under the heads of their groups, in the order of the server. */
export function grouped(columns: readonly Column[]): { group: string; columns: Column[] }[] {
  const groups = new Map<string, Column[]>();
  for (const column of columns) groups.set(column.group, [...(groups.get(column.group) ?? []), column]);
  return [...groups].map(([group, own]) => ({ group, columns: own }));
}

/** Names of the chosen ones; one that is not known any more stands for itself. */
export function namesOf(
  chosen: readonly string[],
  columns: readonly Column[],
  pick: (zh: string, en: string) => string,
) {
  const known = new Map(columns.map((column) => [column.key, pick(column.nameZh, column.nameEn)]));
  return chosen.map((key) => known.get(key) ?? key.replace(/^tag\./, ""));
}
