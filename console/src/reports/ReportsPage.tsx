import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Page } from "../layout/Page";
import { LIVE, useJourneys } from "../strategies/queries";
import { useRunName } from "../strategies/RunSelect";
import { WholeList } from "../tables/WholeList";

type Row = Schemas["JourneyRow"];

/** One line a strategy, with a report for its live run and for each replay. */
export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const runName = useRunName();
  const query = useJourneys();
  const columns: TableColumnsType<Row> = [
    {
      title: t("strategies.strategy"),
      dataIndex: "key",
      render: (_, row) => (
        <Link to={`/reports/${row.key}`} className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>{row.key}</small>
        </Link>
      ),
    },
    { title: t("strategies.enrolled"), dataIndex: "enrolled", align: "right", width: 130, render: format.count },
    { title: t("strategies.goals"), dataIndex: "goals", align: "right", width: 130, render: format.count },
    {
      title: t("reports.runs"),
      dataIndex: "runs",
      render: (runs: string[], row) => (
        <span style={{ display: "flex", gap: 14, flexWrap: "wrap" }}>
          {[...new Set([LIVE, ...runs])].map((run) => (
            <Link
              key={run}
              onClick={(event) => event.stopPropagation()}
              to={`/reports/${row.key}${run === LIVE ? "" : `?run=${encodeURIComponent(run)}`}`}
            >
              {runName(run)}
            </Link>
          ))}
        </span>
      ),
    },
  ];
  return (
    <Page title={t("reports.title")} subtitle={t("reports.listSubtitle")}>
      <WholeList
        query={query}
        columns={columns}
        rowKey="key"
        minWidth={760}
        to={(row) => `/reports/${row.key}`}
        empty={{ title: t("strategies.empty"), hint: t("strategies.emptyHint") }}
      />
    </Page>
  );
}
