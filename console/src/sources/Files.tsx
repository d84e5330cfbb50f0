import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { StatusTag } from "../layout/StatusTag";
import { UrlTable } from "../tables/UrlTable";
import { SourceChoice, type SourcesUrl } from "./History";
import { useFiles } from "./queries";
import { Why } from "./Why";

type Row = Schemas["DeliveredFile"];

/** The files that came through watched folders, newest first. */
export function Files({ url }: { url: SourcesUrl }) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = useFiles(url.values.source ?? "", url.page, url.size);
  const columns: TableColumnsType<Row> = [
    {
      title: t("batchSources.file"),
      dataIndex: "name",
      render: (_, row) => (
        <span className="zk-two">
          {row.name}
          <small>{row.source}</small>
        </span>
      ),
    },
    { title: t("batchSources.bytes"), dataIndex: "bytes", width: 120, align: "right", render: format.count },
    {
      title: t("batchSources.checksum"),
      dataIndex: "checksum",
      width: 150,
      render: (sum: string) => <code title={sum}>{sum.slice(0, 12)}…</code>,
    },
    { title: t("batchSources.takenAt"), dataIndex: "takenAt", width: 150, render: format.instant },
    {
      title: t("common.status"),
      dataIndex: "state",
      width: 110,
      render: (state: string) => <StatusTag group="fileState" code={state} />,
    },
    {
      title: t("batchSources.why"),
      dataIndex: "why",
      render: (why: string, row) => <Why faults={row.faults} message={why} />,
    },
  ];
  return (
    <UrlTable
      url={url}
      filters={<SourceChoice url={url} />}
      query={files}
      columns={columns}
      rowKey={(row) => `${row.source}${row.name}${row.checksum}`}
      empty={{ title: t("batchSources.noFiles"), hint: t("batchSources.noFilesHint") }}
      minWidth={900}
    />
  );
}
