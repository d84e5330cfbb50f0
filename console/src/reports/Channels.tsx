import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Nothing } from "../layout/States";
import { PeopleNumber } from "../people/PeopleDrawer";
import type { OpenPeople } from "./Verdict";

type Row = Schemas["ReportChannel"];

/** What was planned, what went out, what arrived, and why somebody was not contacted. */
export function Channels({ rows, open }: { rows: Row[]; open: OpenPeople }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const number = (measure: string, title: string) => (count: number, row: Row) =>
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
      render: number("planned", t("reports.planned")),
    },
    { title: t("reports.sent"), dataIndex: "sent", align: "right", render: number("sent", t("reports.sent")) },
    {
      title: t("reports.delivered"),
      dataIndex: "delivered",
      align: "right",
      render: number("delivered", t("reports.delivered")),
    },
    {
      title: t("reports.notContacted"),
      dataIndex: "notContacted",
      render: (reasons: Row["notContacted"], row) => (
        <span style={{ display: "flex", gap: 10, flexWrap: "wrap" }}>
          {Object.entries(reasons ?? {})
            .filter(([, count]) => count > 0)
            .map(([reason, count]) => (
              <span key={reason}>
                {words("decision", reason)}{" "}
                <PeopleNumber
                  onClick={() =>
                    open(`${words("channel", row.channel)} · ${words("decision", reason)}`, {
                      measure: reason,
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
        dataSource={rows}
        pagination={false}
        scroll={{ x: 560 }}
        locale={{ emptyText: <Nothing title={t("reports.noChannels")} hint={t("reports.noChannelsHint")} /> }}
      />
    </section>
  );
}
