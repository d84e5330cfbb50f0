import { CalendarOutlined, HistoryOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button, type TableColumnsType, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { useFault } from "../i18n/useFault";
import { useWords } from "../i18n/useWords";
import { JobProgress } from "../jobs/JobProgress";
import { Failed } from "../layout/States";
import { WholeList } from "../tables/WholeList";
import { type Source, useRunSource, useSources } from "./queries";
import { ScheduleDialog } from "./ScheduleDialog";
import { useAge } from "./useAge";

function Waiting({ source }: { source: Source }) {
  const { t } = useTranslation();
  const age = useAge();
  if (!source.watched) return null;
  if (source.waiting.length === 0) return <small className="zk-soft">{t("batchSources.nothingWaits")}</small>;
  return (
    <>
      {source.waiting.slice(0, 3).map((file) => (
        <small key={file.name} className={file.announced ? "zk-soft" : "zk-src-late"}>
          {file.name} ·{" "}
          {t(file.announced ? "batchSources.announced" : "batchSources.notAnnounced", { age: age(file.ageSeconds) })}
        </small>
      ))}
      {source.waiting.length > 3 && (
        <small className="zk-soft">{t("batchSources.moreFiles", { number: source.waiting.length - 3 })}</small>
      )}
    </>
  );
}

function When({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!source.enabled) return <Tag variant="filled">{t("batchSources.off")}</Tag>;
  return (
    <span className="zk-two">
      {source.cron ? <code>{source.cron}</code> : t("batchSources.asTheyCome")}
      {source.nextAt && <small>{t("batchSources.next", { at: format.instant(source.nextAt) })}</small>}
    </span>
  );
}

function Last({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!source.lastAt) return <span className="zk-soft">–</span>;
  const good = source.lastOutcome === "done";
  return (
    <span className="zk-two">
      {format.instant(source.lastAt)}
      {good ? <small>{t("batchSources.wentWell")}</small> : <small className="zk-src-late">{source.lastOutcome}</small>}
    </span>
  );
}

function useColumns(
  run: (source: string) => void,
  plan: (source: Source) => void,
  history: (source: string) => void,
  busy: boolean,
) {
  const { t } = useTranslation();
  const words = useWords();
  const fault = useFault();
  const columns: TableColumnsType<Source> = [
    {
      title: t("batchSources.source"),
      dataIndex: "source",
      render: (_, row) => (
        <span className="zk-two">
          {row.name || row.source}
          <small>{row.source}</small>
          {row.problems.map((problem) => (
            <small key={`${problem.field}${problem.message}`} className="zk-src-late">
              <code>{problem.field}</code> {fault(problem)}
            </small>
          ))}
        </span>
      ),
    },
    {
      title: t("batchSources.from"),
      dataIndex: "from",
      render: (_, row) => (
        <span className="zk-two">
          <span>
            <Tag variant="filled">{words("sourceKind", row.kind)}</Tag>
            <span className="zk-src-path">{row.from}</span>
          </span>
          {row.key && <small>{t("batchSources.readUpTo", { key: row.key })}</small>}
          <Waiting source={row} />
        </span>
      ),
    },
    {
      title: t("batchSources.target"),
      dataIndex: "targets",
      width: 120,
      render: (targets: string[]) => targets.map((target) => words("standardTable", target)).join("、"),
    },
    { title: t("batchSources.when"), key: "when", width: 190, render: (_, row) => <When source={row} /> },
    { title: t("batchSources.last"), key: "last", width: 170, render: (_, row) => <Last source={row} /> },
    {
      key: "do",
      width: 130,
      align: "right",
      render: (_, row) => (
        <span className="zk-src-actions">
          <Tooltip title={t("batchSources.runNow")}>
            <Button
              type="text"
              aria-label={t("batchSources.runNow")}
              icon={<PlayCircleOutlined />}
              disabled={busy || row.problems.length > 0}
              onClick={() => run(row.source)}
            />
          </Tooltip>
          <Tooltip title={t("batchSources.schedule")}>
            <Button
              type="text"
              aria-label={t("batchSources.schedule")}
              icon={<CalendarOutlined />}
              disabled={row.problems.length > 0}
              onClick={() => plan(row)}
            />
          </Tooltip>
          <Tooltip title={t("batchSources.history")}>
            <Button
              type="text"
              aria-label={t("batchSources.history")}
              icon={<HistoryOutlined />}
              onClick={() => history(row.source)}
            />
          </Tooltip>
        </span>
      ),
    },
  ];
  return columns;
}

/** Which sources there are, when each runs, and what waits in its folder. */
export function SourceList({ history }: { history: (source: string) => void }) {
  const { t } = useTranslation();
  const sources = useSources();
  const run = useRunSource();
  const [planned, setPlanned] = useState<Source | null>(null);
  const columns = useColumns(run.start, setPlanned, history, run.isRunning);
  return (
    <>
      {run.error && <Failed problem={run.error} />}
      {run.job && <Alert className="zk-src-job" type="info" title={<JobProgress job={run.job} />} />}
      <WholeList
        query={{ ...sources, data: sources.data?.sources }}
        columns={columns}
        rowKey="source"
        minWidth={980}
        empty={{
          title: t("batchSources.empty"),
          hint: (
            <>
              {t("batchSources.emptyHint")}
              <pre className="zk-src-path">{sources.data?.folder}</pre>
              {t("batchSources.emptyMore")}
            </>
          ),
        }}
      />
      {planned && (
        <ScheduleDialog source={planned} timeZone={sources.data?.timeZone ?? ""} close={() => setPlanned(null)} />
      )}
    </>
  );
}
