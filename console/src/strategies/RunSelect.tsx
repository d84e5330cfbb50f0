import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { LIVE } from "./queries";

const REPLAY_NAME = /(\d{4}-\d{2}-\d{2})\.+(\d{4}-\d{2}-\d{2})$/;

export function useRunName() {
  const { t } = useTranslation();
  return (run: string) => {
    if (run === LIVE) return t("strategies.live");
    const days = REPLAY_NAME.exec(run);
    return days
      ? t("strategies.replayOf", { from: days[1] ?? "", to: days[2] ?? "" })
      : t("strategies.replayNamed", { run });
  };
}

/** The live run, or one of the replays. */
export function RunSelect({ runs, run, change }: { runs: string[]; run: string; change: (run: string) => void }) {
  const name = useRunName();
  const all = [...new Set([LIVE, ...runs, run])];
  return (
    <Select
      value={run}
      onChange={change}
      options={all.map((one) => ({ value: one, label: name(one) }))}
      style={{ minWidth: 250 }}
    />
  );
}
