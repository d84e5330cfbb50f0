import { Tag } from "antd";
import { useWords, type WordGroup } from "../i18n/useWords";

const COLOR: Record<string, string> = {
  draft: "default",
  submitted: "gold",
  live: "green",
  stopped: "red",
  superseded: "default",
  rejected: "red",
  open: "gold",
  overdue: "red",
  accepted: "blue",
  done: "green",
  cancelled: "default",
  queued: "default",
  waiting: "default",
  running: "blue",
  sending: "blue",
  sent: "blue",
  delivered: "green",
  succeeded: "green",
  failed: "red",
  uncertain: "orange",
  shown: "cyan",
  clicked: "green",
  closed: "default",
  current: "red",
  ended: "default",
  received: "gold",
  verified: "blue",
  working: "blue",
  refused: "red",
  withdrawn: "default",
  granted: "green",
  denied: "red",
  requested: "gold",
  approved: "blue",
  ready: "green",
  expired: "default",
};

export function StatusTag({ group, code }: { group: WordGroup; code: string | null | undefined }) {
  const words = useWords();
  if (!code) return null;
  return (
    <Tag color={COLOR[code.toLowerCase()] ?? "default"} variant="filled" className="zk-status">
      {words(group, code)}
    </Tag>
  );
}
