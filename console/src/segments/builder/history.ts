/** A draft with the way back and forth. */
export type History<T> = { past: T[]; present: T; future: T[]; label: string; at: number };

/** Steps that are kept. */
const PAST_MAX = 200;

/** Edits of one thing that follow so closely are one step: nobody wants a number back digit by digit. */
const ONE_STEP_MS = 1_200;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [], label: "", at: 0 });

/** @param label What is edited; an empty one never joins the step before. */
export function record<T>(history: History<T>, next: T, label: string, at: number): History<T> {
  if (next === history.present) return history;
  const joins = label !== "" && label === history.label && at - history.at < ONE_STEP_MS && history.past.length > 0;
  const past = joins ? history.past : [...history.past, history.present].slice(-PAST_MAX);
  return { past, present: next, future: [], label, at };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  const future = [history.present, ...history.future];
  return { past: history.past.slice(0, -1), present: before, future, label: "", at: 0 };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, label: "", at: 0 };
}
