import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Nothing } from "../layout/States";
import { PeopleNumber } from "../people/PeopleDrawer";
import type { OpenPeople } from "./Verdict";

type Report = Schemas["Report"];
type Row = {
  channel: string;
  planned: number;
  out: number;
  arrived: number;
  refused: Record<string, number>;
  outMeasure: string;
  arrivedMeasure: string;
};

/** Messages by channel, and work orders as one more: opened is their "sent", done their "delivered". */
function rowsOf(report: Report): Row[] {
  const messages = report.contactedByChannel.map((one) => ({
    channel: one.channel,
    planned: one.planned,
    out: one.sent,
    arrived: one.delivered,
    refused: one.notContacted,
    outMeasure: "sent",
    arrivedMeasure: "delivered",
  }));
  const orders = report.workOrders;
  const any = orders.planned + Object.values(orders.notPlanned).reduce((sum, count) => sum + count, 0) > 0;
  const work = {
    channel: "work_order",
    planned: orders.planned,
    out: orders.opened,
    arrived: orders.done,
    refused: orders.notPlanned,
    outMeasure: "opened",
    arrivedMeasure: "done",
  };
  return any ? [...messages, work] : messages;
}

/** What was planned, what went out, what arrived, and why somebody was not contacted. */
export function Channels({ report, open }: { report: Report; open: OpenPeople }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const number = (count: number, row: Row, measure: string, title: string) =>
    count > 0 ? (
      <PeopleNumber
        onClick={() => open(`${words("channel", row.channel)} · ${title}`, { measure, channel: row.channel })}
      >
        {format.count(count)}
      </PeopleNumber>
    ) : (
      <span className="zk-soft">0</span>
    );
  const columns: TableColumnsType<Row> = [
    { title: t("reports.channel"), dataIndex: "channel", render: (channel: string) => words("channel", channel) },
    {
      title: t("reports.planned"),
      dataIndex: "planned",
      align: "right",
      render: (count: number, row) => number(count, row, "planned", t("reports.planned")),
    },
    {
      title: t("reports.sent"),
      dataIndex: "out",
      align: "right",
      render: (count: number, row) => number(count, row, row.outMeasure, words("stepOutcome", row.outMeasure)),
    },
    {
      title: t("reports.arrived"),
      dataIndex: "arrived",
      align: "right",
      render: (count: number, row) => number(count, row, row.arrivedMeasure, words("stepOutcome", row.arrivedMeasure)),
    },
    {
      title: t("reports.notContacted"),
      dataIndex: "refused",
      render: (reasons: Row["refused"], row) => (
        <span style={{ display: "flex", gap: 10, flexWrap: "wrap" }}>
          {Object.entries(reasons)
            .filter(([, count]) => count > 0)
            .map(([decision, count]) => (
              <span key={decision}>
                {words("decision", decision)}{" "}
                <PeopleNumber
                  onClick={() =>
                    open(`${words("channel", row.channel)} · ${words("decision", decision)}`, {
                      measure: "refused",
                      decision,
                      channel: row.channel,
                    })
                  }
                >
                  {format.count(count)}
                </PeopleNumber>
              </span>
            ))}
        </span>
      ),
    },
  ];
  return (
    <section className="zk-card">
      <h2>{t("reports.byChannel")}</h2>
      <Table
        size="small"
        rowKey="channel"
        columns={columns}
        dataSource={rowsOf(report)}
        pagination={false}
        scroll={{ x: 560 }}
        locale={{ emptyText: <Nothing title={t("reports.noChannels")} hint={t("reports.noChannelsHint")} /> }}
      />
    </section>
  );
}
