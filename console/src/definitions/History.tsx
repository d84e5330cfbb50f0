import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { toYaml } from "../format/yaml";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { type Definition, type DefinitionKind, useHistory } from "./queries";
import { Source } from "./Source";

const SHIPPED_BY = new Set(["catalogue", "release"]);

/** Every version, who wrote it, who approved it; a row opens its document. */
export function History({ kind, definitionKey }: { kind: DefinitionKind; definitionKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useHistory(kind, definitionKey);
  const person = (name: string | null | undefined) =>
    !name ? "–" : SHIPPED_BY.has(name) ? t("definitions.release") : name;
  const columns: TableColumnsType<Definition> = [
    { title: t("tags.version"), dataIndex: "version", width: 70 },
    {
      title: t("common.status"),
      dataIndex: "status",
      render: (status: string) => <StatusTag group="definitionStatus" code={status} />,
    },
    {
      title: t("definitions.people"),
      dataIndex: "author",
      render: (_, row) => (
        <span className="zk-two">
          {`${person(row.author)} → ${person(row.approvedBy)}`}
          <small>{format.instant(row.changedAt)}</small>
        </span>
      ),
    },
  ];
  return (
    <Answer query={query} rows={3}>
      {(rows) => (
        <Table
          size="small"
          rowKey="version"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 300 }}
          expandable={{ expandedRowRender: (row) => <Source text={toYaml(row.document)} /> }}
        />
      )}
    </Answer>
  );
}
