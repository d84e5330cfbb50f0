import { BarChartOutlined } from "@ant-design/icons";
import { Button, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Page } from "../layout/Page";
import { StatusTag } from "../layout/StatusTag";
import { WholeList } from "../tables/WholeList";
import { useJourneys } from "./queries";

type Row = Schemas["JourneyRow"];

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const query = useJourneys();
  const columns: TableColumnsType<Row> = [
    {
      title: t("strategies.strategy"),
      dataIndex: "key",
      render: (_, row) => (
        <Link to={`/strategies/${row.key}`} className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>
            {row.key} · {t("common.version", { version: row.version })}
          </small>
        </Link>
      ),
    },
    {
      title: t("common.status"),
      dataIndex: "status",
      width: 110,
      render: (code: string) => <StatusTag group="definitionStatus" code={code} />,
    },
    { title: t("strategies.enrolled"), dataIndex: "enrolled", align: "right", width: 120, render: format.count },
    { title: t("strategies.heldOut"), dataIndex: "heldOut", align: "right", width: 110, render: format.count },
    { title: t("strategies.goals"), dataIndex: "goals", align: "right", width: 120, render: format.count },
    {
      title: t("strategies.replays"),
      dataIndex: "runs",
      align: "right",
      width: 90,
      render: (runs: string[]) => format.count(runs.filter((run) => run !== "live").length),
    },
    {
      title: t("common.actions"),
      key: "actions",
      width: 120,
      render: (_, row) => (
        <Link to={`/reports/${row.key}`} onClick={(event) => event.stopPropagation()}>
          <Button size="small" icon={<BarChartOutlined />}>
            {t("strategies.report")}
          </Button>
        </Link>
      ),
    },
  ];
  return (
    <Page title={t("strategies.title")} subtitle={t("strategies.subtitle")}>
      <WholeList
        query={query}
        columns={columns}
        rowKey="key"
        minWidth={820}
        to={(row) => `/strategies/${row.key}`}
        empty={{ title: t("strategies.empty"), hint: t("strategies.emptyHint") }}
      />
    </Page>
  );
}
