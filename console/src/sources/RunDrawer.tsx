import { ReloadOutlined } from "@ant-design/icons";
import { Button, Drawer, Table } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { useFault } from "../i18n/useFault";
import { useWords } from "../i18n/useWords";
import { JobProgress } from "../jobs/JobProgress";
import { Answer, Failed } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { type Run, useRefusals, useRun, useRunSource } from "./queries";
import { Why } from "./Why";

/** The server keeps the first thousand of a run. */
const SHOWN_MAX = 1_000;

function Figures({ run }: { run: Run }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return (
    <dl className="zk-facts">
      <dt>{t("common.status")}</dt>
      <dd>
        <StatusTag group="importState" code={run.state} /> <Why faults={run.faults} message={run.message} />
      </dd>
      <dt>{t("batchSources.cause")}</dt>
      <dd>
        {words("importCause", run.cause)}
        {run.missed > 0 &&
          ` · ${t("batchSources.madeUpSince", { number: run.missed, at: format.instant(run.missedSince) })}`}
      </dd>
      <dt>{t("batchSources.file")}</dt>
      <dd>{run.file}</dd>
      <dt>{t("batchSources.target")}</dt>
      <dd>{words("standardTable", run.target)}</dd>
      <dt>{t("batchSources.startedAt")}</dt>
      <dd>
        {format.instant(run.startedAt)} · {format.decimal(run.secondsElapsed, 1)} {t("batchSources.secondsUnit")}
      </dd>
      <dt>{t("batchSources.rows")}</dt>
      <dd>
        {t("batchSources.figures", {
          rows: format.count(run.rows),
          accepted: format.count(run.accepted),
          unchanged: format.count(run.unchanged),
          refused: format.count(run.refused),
          conflicts: format.count(run.conflicts),
        })}
      </dd>
      {(run.keyFrom || run.keyTo) && (
        <>
          <dt>{t("batchSources.key")}</dt>
          <dd>
            {run.keyFrom || t("batchSources.beginning")} → {run.keyTo || "–"}
          </dd>
        </>
      )}
      <dt>{t("batchSources.runId")}</dt>
      <dd>
        <code>{run.id}</code>
      </dd>
    </dl>
  );
}

function Refusals({ run }: { run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = useFault();
  const refusals = useRefusals(run.id);
  return (
    <Answer query={refusals} rows={4}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="zk-soft">{t("batchSources.noRefusals")}</p>
        ) : (
          <>
            <h3>{t("batchSources.refusals")}</h3>
            {rows.length >= SHOWN_MAX && (
              <p className="zk-soft">{t("batchSources.firstRefusals", { number: format.count(rows.length) })}</p>
            )}
            <Table
              size="small"
              rowKey="number"
              dataSource={rows}
              pagination={{ defaultPageSize: 20, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { title: t("batchSources.row"), dataIndex: "row", width: 90, align: "right", render: format.count },
                { title: t("batchSources.column"), dataIndex: "columnName", width: 150 },
                {
                  title: t("batchSources.why"),
                  dataIndex: "why",
                  render: (why: string, row) => fault({ ...row, message: why }),
                },
              ]}
            />
          </>
        )
      }
    </Answer>
  );
}

function Again({ run }: { run: Run }) {
  const { t } = useTranslation();
  const again = useRunSource();
  if (!run.source) return null;
  const source = run.source;
  return (
    <>
      <div className="zk-src-common">
        <Button
          icon={<ReloadOutlined />}
          loading={again.isRunning}
          onClick={() => again.start(source, { cause: "Again", file: run.file })}
        >
          {t("batchSources.again")}
        </Button>
        {run.keyTo && (
          <Button loading={again.isRunning} onClick={() => again.start(source, { cause: "Again", whole: true })}>
            {t("batchSources.againWhole")}
          </Button>
        )}
      </div>
      {again.job && <JobProgress job={again.job} />}
      {again.error && <Failed problem={again.error} />}
    </>
  );
}

/** One run: its figures, what it refused and why, and the way to do it again. */
export function RunDrawer({ id, close }: { id: string | undefined; close: () => void }) {
  const { t } = useTranslation();
  const run = useRun(id);
  return (
    <Drawer open={id !== undefined} onClose={close} size={720} title={run.data?.mapping ?? t("batchSources.runId")}>
      {id !== undefined && (
        <Answer query={run} rows={8}>
          {(data) => (
            <>
              <Figures run={data} />
              <Again run={data} />
              <Refusals run={data} />
            </>
          )}
        </Answer>
      )}
    </Drawer>
  );
}
