import { Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import "./tracking.css";

type Refusal = Schemas["Refusal"];

/** What was not taken in the last minutes: why, and which field. Nothing to show when everything was. */
export function Refusals({ rows }: { rows: Refusal[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  if (rows.length === 0) return null;
  const columns: TableColumnsType<Refusal> = [
    { title: t("tracking.lastSeen"), dataIndex: "lastAt", width: 155, render: format.instant },
    {
      title: t("tracking.source"),
      dataIndex: "source",
      width: 140,
      render: (source: string) => source || t("tracking.noSource"),
    },
    {
      title: t("tracking.reason"),
      dataIndex: "reason",
      render: (reason: string, row) => (
        <Tag color={reason === "duplicate" ? "default" : "red"} variant="filled">
          {words("refusal", reason)}
          {row.field && <b> {row.field}</b>}
        </Tag>
      ),
    },
    {
      title: t("tracking.sample"),
      dataIndex: "samples",
      render: (samples: string[]) =>
        samples.map((sample) => (
          <span className="zk-sample" key={sample} title={sample}>
            {sample}
          </span>
        )),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 100, render: format.count },
  ];
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <h2 className="zk-h2 zk-track-head">{t("tracking.refusalsTitle")}</h2>
      </div>
      <Table
        size="middle"
        rowKey={(row) => `${row.source}/${row.reason}/${row.field}`}
        columns={columns}
        dataSource={rows}
        pagination={{ pageSize: 5, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 860 }}
      />
    </section>
  );
}
