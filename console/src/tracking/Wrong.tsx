import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { Answer, Nothing } from "../layout/States";
import { useViolations } from "./queries";
import { ViolationTags } from "./ViolationTags";

type Violation = Schemas["DayViolation"];

const ROWS = 10;

/** What was wrong on a day, the most frequent first, each with examples. */
export function Wrong(props: { day: string | undefined; source: string; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useViolations(props.day, props.source, props.name);
  const columns: TableColumnsType<Violation> = [
    {
      title: t("tracking.event"),
      dataIndex: "name",
      render: (name: string, row) => (
        <Link to={`/tracking/events/${encodeURIComponent(name)}?source=${encodeURIComponent(row.source)}`}>
          {name} <small className="zk-soft">{row.source}</small>
        </Link>
      ),
    },
    {
      title: t("tracking.violation"),
      dataIndex: "violation",
      render: (violation: string) => <ViolationTags violations={[violation]} />,
    },
    {
      title: t("tracking.samples"),
      dataIndex: "samples",
      render: (samples: string[]) =>
        samples.map((sample) => (
          <span className="zk-sample" key={sample}>
            {sample}
          </span>
        )),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 110, render: format.count },
  ];
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <h2 className="zk-h2 zk-track-head">{t("tracking.wrongTitle")}</h2>
      </div>
      <Answer query={query} rows={3}>
        {(rows) => (
          <Table
            size="middle"
            rowKey={(row) => `${row.source}/${row.name}/${row.violation}`}
            columns={columns}
            dataSource={rows}
            pagination={{ pageSize: ROWS, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 760 }}
            locale={{ emptyText: <Nothing title={t("tracking.nothingWrong")} hint={t("tracking.nothingWrongHint")} /> }}
          />
        )}
      </Answer>
    </section>
  );
}
