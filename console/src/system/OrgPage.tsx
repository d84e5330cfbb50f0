import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { useOrg } from "./queries";

type Node = Schemas["OrgNode"];
type Row = Omit<Node, "children"> & { children?: Row[] };

/** A table draws an opening mark for every row that has a list of children, even an empty one. */
const row = ({ children, ...node }: Node): Row =>
  children.length > 0 ? { ...node, children: children.map(row) } : node;

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useOrg();
  const columns: TableColumnsType<Row> = [
    { title: t("system.orgName"), dataIndex: "name" },
    { title: t("system.orgKind"), dataIndex: "kind", width: 100, render: (kind: string) => words("orgKind", kind) },
    {
      title: t("system.orgPath"),
      dataIndex: "orgPath",
      render: (path: string) => <code className="zk-soft">{path}</code>,
    },
    { title: t("system.staffCount"), dataIndex: "staff", align: "right", width: 110, render: format.count },
    {
      title: t("system.customers"),
      dataIndex: "customers",
      align: "right",
      width: 130,
      render: (count: number | null, node) =>
        node.outletId ? (
          <Link to={`/customers?outlet=${encodeURIComponent(node.outletId)}`}>{format.count(count)}</Link>
        ) : (
          format.count(count)
        ),
    },
  ];
  return (
    <Page title={t("system.orgTitle")} subtitle={t("system.orgSubtitle")}>
      <Answer query={query} rows={10}>
        {(root) => (
          <section className="zk-card zk-card-flush">
            <Table
              size="middle"
              rowKey="orgPath"
              columns={columns}
              dataSource={[row(root)]}
              pagination={false}
              scroll={{ x: 720 }}
              expandable={{ defaultExpandedRowKeys: [root.orgPath] }}
            />
          </section>
        )}
      </Answer>
    </Page>
  );
}
