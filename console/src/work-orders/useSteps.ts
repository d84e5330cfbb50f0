import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { useProblemText } from "../layout/States";
import { useAccept, useReport, type WorkOrder } from "./queries";

export const NOTE_LETTERS_MAX = 1000;

/** What can be done with a work order now; the desk and the phone show the same steps. */
export function useSteps(order: WorkOrder) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const accept = useAccept();
  const report = useReport();
  const status = order.status.toLowerCase();
  const told = (done: string, then?: () => void) => ({
    onSuccess: () => {
      void message.success(done);
      then?.();
    },
    onError: (problem: unknown) => void message.error(problemText(problem)),
  });
  return {
    stage: status === "open" || status === "accepted" ? status : ("over" as const),
    pending: accept.isPending || report.isPending,
    accept: () => accept.mutate({ id: order.id, revision: order.revision }, told(t("workOrders.acceptedDone"))),
    report: (label: string, note: string, then?: () => void) =>
      report.mutate(
        { id: order.id, revision: order.revision, label, note: note.trim() },
        told(t("workOrders.reportedDone"), then),
      ),
  };
}

/** What came of it, in the reader's words; the status where nothing was reported. */
export function useOutcomeWord() {
  const { pick } = useLanguage();
  const words = useWords();
  return (order: WorkOrder): string => {
    const label = order.labels.find((one) => one.key === order.label);
    if (label) return pick(label.zh, label.en);
    return words("workOrderLabel", order.label) || words("workOrderStatus", order.status);
  };
}
