import { ApiProblem, type FieldError } from "../../api/problem";
import { useDebounced } from "../../tables/useDebounced";
import type { DraftState } from "../builder/useDraft";
import { useBreakdown, useEstimate } from "../queries";

const REST_MS = 350;
const NONE: FieldError[] = [];

/** The numbers of a draft, a moment after each change. A newer change cancels the questions of the one before; its numbers
 * stay on show until the new ones are there. */
export function useLive(expression: unknown, state: DraftState) {
  const text = JSON.stringify(expression);
  const rested = useDebounced(text, REST_MS);
  const current = rested === text && state === "ready";
  const estimate = useEstimate(JSON.parse(rested), current);
  const counted = current && estimate.isSuccess && !estimate.isPlaceholderData;
  const breakdown = useBreakdown(JSON.parse(rested), counted);
  const problem = current && !estimate.isFetching ? estimate.error : null;
  return {
    estimate: estimate.data,
    breakdown: breakdown.data,
    breakdownProblem: counted && !breakdown.isFetching ? breakdown.error : null,
    problem,
    refusals: problem instanceof ApiProblem ? problem.errors : NONE,
    busy: state === "ready" && (estimate.isFetching || !current),
    breakdownBusy: state === "ready" && (!counted || breakdown.isFetching),
    retry: () => void estimate.refetch(),
  };
}

export type Live = ReturnType<typeof useLive>;
