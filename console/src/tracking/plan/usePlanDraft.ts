import { createContext, useContext } from "react";
import type { FieldError } from "../../api/problem";
import { addFirst, addLast, faultsAt, type PlanNode, put, remove, type Step } from "./document";

/** The draft that all fields of the form share. */
export type PlanDraft = {
  plan: PlanNode;
  errors: FieldError[];
  write: (steps: readonly Step[], value: unknown) => void;
  addFirst: (steps: readonly Step[], node: PlanNode) => void;
  addLast: (steps: readonly Step[], node: PlanNode) => void;
  remove: (steps: readonly Step[], index: number) => void;
  faults: (...steps: Step[]) => FieldError[];
};

export function planDraft(plan: PlanNode, errors: FieldError[], change: (next: PlanNode) => void): PlanDraft {
  return {
    plan,
    errors,
    write: (steps, value) => change(put(plan, steps, value)),
    addFirst: (steps, node) => change(addFirst(plan, steps, node)),
    addLast: (steps, node) => change(addLast(plan, steps, [node])),
    remove: (steps, index) => change(remove(plan, steps, index)),
    faults: (...steps) => faultsAt(errors, steps),
  };
}

export const PlanDraftContext = createContext<PlanDraft | null>(null);

export function usePlanDraft(): PlanDraft {
  const draft = useContext(PlanDraftContext);
  if (!draft) throw new Error("a field of the plan stands outside its draft");
  return draft;
}
