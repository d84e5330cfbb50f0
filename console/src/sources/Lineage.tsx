import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { useLineage } from "./queries";

/** Which runs brought the rows of a customer. */
export function Lineage({ customer }: { customer: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const lineage = useLineage(customer);
  const mayOpen = usePermission("RunJobs");
  return (
    <Answer query={lineage} rows={4}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing title={t("batchSources.noOrigin")} hint={t("batchSources.noOriginHint")} />
        ) : (
          <Table
            size="small"
            rowKey={(row) => `${row.part}${row.runId}`}
            dataSource={rows}
            pagination={false}
            scroll={{ x: 620 }}
            columns={[
              {
                title: t("batchSources.part"),
                dataIndex: "part",
                render: (part: string) => words("standardTable", part),
              },
              {
                title: t("batchSources.rowsBrought"),
                dataIndex: "rows",
                width: 90,
                align: "right",
                render: format.count,
              },
              { title: t("batchSources.source"), dataIndex: "mapping" },
              { title: t("batchSources.file"), dataIndex: "file" },
              { title: t("batchSources.broughtAt"), dataIndex: "startedAt", width: 150, render: format.instant },
              {
                title: t("batchSources.runId"),
                dataIndex: "runId",
                width: 130,
                render: (id: string) =>
                  mayOpen ? (
                    <Link to={`/batch-sources?tab=runs&run=${id}`}>{id.slice(-8)}</Link>
                  ) : (
                    <code>{id.slice(-8)}</code>
                  ),
              },
            ]}
          />
        )
      }
    </Answer>
  );
}
