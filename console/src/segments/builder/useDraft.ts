import { useCallback, useMemo, useReducer } from "react";
import { type Group, toExpression } from "./draft";
import type { Edit } from "./edits";
import { unfinished } from "./forms";
import { begin, type History, record, redo, undo } from "./history";

type Step = { kind: "edit"; change: Edit; label: string; at: number } | { kind: "undo" } | { kind: "redo" };

function step(history: History<Group>, taken: Step): History<Group> {
  switch (taken.kind) {
    case "edit":
      return record(history, taken.change(history.present), taken.label, taken.at);
    case "undo":
      return undo(history);
    case "redo":
      return redo(history);
  }
}

export type DraftState = "empty" | "unfinished" | "ready";

/** The draft of an expression with its way back and forth. */
export function useDraft(initial: () => Group) {
  const [history, take] = useReducer(step, undefined, () => begin(initial()));
  const root = history.present;
  const open = useMemo(() => unfinished(root), [root]);
  const expression = useMemo(() => toExpression(root), [root]);
  const state: DraftState = root.children.length === 0 ? "empty" : open.size > 0 ? "unfinished" : "ready";
  return {
    root,
    open,
    expression,
    state,
    edit: useCallback((change: Edit, label = "") => take({ kind: "edit", change, label, at: performance.now() }), []),
    undo: useCallback(() => take({ kind: "undo" }), []),
    redo: useCallback(() => take({ kind: "redo" }), []),
    mayUndo: history.past.length > 0,
    mayRedo: history.future.length > 0,
  };
}
