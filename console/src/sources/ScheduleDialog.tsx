import { Button, Input, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { Failed } from "../layout/States";
import { useDebounced } from "../tables/useDebounced";
import { type Source, useNextTurns, useSchedule } from "./queries";

const COMMON = [
  { cron: "30 2 * * *", word: "batchSources.everyNight" },
  { cron: "30 2 * * 1-5", word: "batchSources.workdays" },
  { cron: "0 * * * *", word: "batchSources.everyHour" },
  { cron: "0 6 1 * *", word: "batchSources.everyMonth" },
] as const;

function Turns({ cron, timeZone }: { cron: string; timeZone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const next = useNextTurns(useDebounced(cron, 250));
  if (next.error) return <Failed problem={next.error} />;
  if (!next.data) return null;
  if (next.data.next.length === 0) return <p className="zk-src-late">{t("batchSources.never")}</p>;
  return (
    <p className="zk-soft">
      {t("batchSources.nextTurns", { zone: timeZone })}
      {next.data.next.map((at) => (
        <span key={at} className="zk-src-turn">
          {format.instant(at)}
        </span>
      ))}
    </p>
  );
}

/** When a source runs: a line of cron on the bank's clock, or as files come into its folder. */
export function ScheduleDialog({ source, timeZone, close }: { source: Source; timeZone: string; close: () => void }) {
  const { t } = useTranslation();
  const [cron, setCron] = useState(source.cron);
  const [enabled, setEnabled] = useState(source.enabled);
  const save = useSchedule();
  return (
    <Modal
      open
      onCancel={close}
      title={t("batchSources.scheduleOf", { name: source.name })}
      okText={t("common.save")}
      confirmLoading={save.isPending}
      onOk={() =>
        save.mutate({ source: source.source, cron, enabled, revision: source.revision }, { onSuccess: close })
      }
    >
      <label className="zk-src-switch" htmlFor="zk-src-enabled">
        <Switch id="zk-src-enabled" checked={enabled} onChange={setEnabled} />
        {t(enabled ? "batchSources.runsByItself" : "batchSources.off")}
      </label>
      <Input
        value={cron}
        onChange={(event) => setCron(event.target.value)}
        placeholder={source.watched ? t("batchSources.cronOptional") : "30 2 * * *"}
        aria-label={t("batchSources.cron")}
        addonBefore={t("batchSources.cron")}
      />
      <div className="zk-src-common">
        {source.watched && (
          <Button size="small" onClick={() => setCron("")}>
            {t("batchSources.asTheyCome")}
          </Button>
        )}
        {COMMON.map(({ cron: line, word }) => (
          <Button key={line} size="small" onClick={() => setCron(line)}>
            {t(word)}
          </Button>
        ))}
      </div>
      {cron.trim() ? (
        <Turns cron={cron} timeZone={timeZone} />
      ) : (
        source.watched && <p className="zk-soft">{t("batchSources.asTheyComeHint")}</p>
      )}
      <p className="zk-soft">{t("batchSources.cronHint")}</p>
      {save.error && <Failed problem={save.error} />}
    </Modal>
  );
}
