import { Select, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { StatusTag } from "../layout/StatusTag";
import { UrlTable } from "../tables/UrlTable";
import type { UrlState } from "../tables/useUrlState";
import { type Run, useRuns, useSources } from "./queries";

export type SourcesUrl = UrlState<"tab" | "source" | "run">;

/** The choice of one source, or of all. */
export function SourceChoice({ url }: { url: SourcesUrl }) {
  const { t } = useTranslation();
  const sources = useSources().data?.sources ?? [];
  return (
    <Select
      value={url.values.source ?? ""}
      onChange={(source) => url.set({ source: source || undefined })}
      style={{ minWidth: 260 }}
      options={[
        { value: "", label: t("batchSources.everySource") },
        ...sources.map((one) => ({ value: one.source, label: one.name || one.source })),
      ]}
    />
  );
}

function useColumns(): TableColumnsType<Run> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return [
    { title: t("batchSources.startedAt"), dataIndex: "startedAt", width: 150, render: format.instant },
    {
      title: t("batchSources.source"),
      dataIndex: "mapping",
      render: (_, row) => (
        <span className="zk-two">
          {row.mapping} → {words("standardTable", row.target)}
          <small>{row.file}</small>
        </span>
      ),
    },
    {
      title: t("batchSources.cause"),
      dataIndex: "cause",
      width: 130,
      render: (cause: string, row) => (
        <span className="zk-two">
          {words("importCause", cause)}
          {row.missed > 0 && <small>{t("batchSources.madeUp", { number: row.missed })}</small>}
        </span>
      ),
    },
    { title: t("batchSources.rows"), dataIndex: "rows", width: 100, align: "right", render: format.count },
    { title: t("batchSources.accepted"), dataIndex: "accepted", width: 100, align: "right", render: format.count },
    { title: t("batchSources.unchanged"), dataIndex: "unchanged", width: 100, align: "right", render: format.count },
    {
      title: t("batchSources.refused"),
      key: "refused",
      width: 100,
      align: "right",
      render: (_, row) => (
        <span className={row.refused + row.conflicts > 0 ? "zk-src-late" : undefined}>
          {format.count(row.refused + row.conflicts)}
        </span>
      ),
    },
    {
      title: t("batchSources.seconds"),
      dataIndex: "secondsElapsed",
      width: 90,
      align: "right",
      render: (seconds: number | string) => format.decimal(seconds, 1),
    },
    {
      title: t("common.status"),
      dataIndex: "state",
      width: 120,
      render: (state: string, row) => (
        <>
          <StatusTag group="importState" code={state} />
          {row.dryRun && <Tag variant="filled">{t("batchSources.dryRun")}</Tag>}
        </>
      ),
    },
  ];
}

/** Every run, newest first; a row opens beside the list. */
export function History({ url }: { url: SourcesUrl }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const runs = useRuns(url.values.source ?? "", url.page, url.size);
  return (
    <UrlTable
      url={url}
      query={runs}
      columns={columns}
      rowKey="id"
      filters={<SourceChoice url={url} />}
      onRow={(row) => url.show("run", row.id)}
      empty={{ title: t("batchSources.noRuns"), hint: t("batchSources.noRunsHint") }}
      minWidth={1040}
    />
  );
}
