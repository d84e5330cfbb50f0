import { Button, Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Nothing } from "../layout/States";
import type { Deciding } from "./DecideDialog";
import { IdentityPair } from "./kinds";
import { useWhy } from "./useWhy";

type Change = Schemas["IdentityChange"];

const COLOR: Record<string, string> = { merged: "green", split: "red", held: "gold", hinted: "default" };
const NO_EVENT = "decided";

const pairKey = (one: { a: string; b: string }) => [one.a, one.b].sort().join(":");

/** What the rules and people did about a customer's identities, and the way back from each. */
export function Changes({ graph, decide }: { graph: Schemas["IdentityGraph"]; decide: (next: Deciding) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const why = useWhy();
  const mayDecide = usePermission("EditDefinitions");
  const said = new Map(graph.links.map((link) => [pairKey(link), link.decision]));
  const undo = (row: Change) => {
    const decision = said.get(pairKey(row));
    if (row.what === "merged" && decision === "apart") return null;
    if (row.what === "merged")
      return (
        <Button size="small" onClick={() => decide({ pair: row, word: "apart" })}>
          {t("identity.undoMerge")}
        </Button>
      );
    if (row.what === "split" && decision === "apart")
      return (
        <Button size="small" onClick={() => decide({ pair: row, word: "none" })}>
          {t("identity.undoSplit")}
        </Button>
      );
    return null;
  };
  const columns: TableColumnsType<Change> = [
    { title: t("system.when"), dataIndex: "changedAt", width: 140, render: format.instant },
    {
      title: t("system.action"),
      dataIndex: "what",
      width: 76,
      render: (what: string) => (
        <Tag color={COLOR[what]} variant="filled">
          {words("identityWhat", what)}
        </Tag>
      ),
    },
    {
      title: t("identity.between"),
      key: "pair",
      render: (_, row) => <IdentityPair pair={row} />,
    },
    {
      title: t("identity.rule"),
      key: "rule",
      width: 170,
      render: (_, row) => (
        <span className="zk-two">
          <span>{words("identityRule", row.rule)}</span>
          <small>{row.rule === NO_EVENT || row.what === "merged" ? row.source : why(row)}</small>
        </span>
      ),
    },
    {
      title: t("system.who"),
      dataIndex: "changedBy",
      width: 90,
      render: (by: string) => (by === "rules" ? t("identity.byRules") : by),
    },
    ...(mayDecide
      ? [{ title: t("common.actions"), key: "undo", width: 110, render: (_: unknown, row: Change) => undo(row) }]
      : []),
  ];
  if (graph.changes.length === 0) return <Nothing title={t("identity.noHistory")} />;
  return (
    <Table
      size="middle"
      rowKey="id"
      columns={columns}
      dataSource={graph.changes}
      pagination={{ pageSize: 10, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 780 }}
    />
  );
}
