import { Drawer, Segmented, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { ServerTable } from "../tables/ServerTable";
import { PAGE_SIZE } from "../tables/useUrlState";
import { type MovedQuestion, useEdge, useMoved } from "./queries";

type Row = Schemas["CustomerRow"];
type Moved = Schemas["MovedCustomer"];
type Edge = Schemas["EdgeCustomer"];
type Named = (code: string, side?: "old" | "new") => string;

function useWho<T extends { customer: Row }>(): TableColumnsType<T> {
  const { t } = useTranslation();
  return [
    {
      title: t("customers.customer"),
      key: "customer",
      render: (_, row) => (
        <Link to={`/customers/${row.customer.customerId}`} className="zk-two">
          {row.customer.name || row.customer.customerNo}
          <small>{row.customer.customerNo}</small>
        </Link>
      ),
    },
    {
      title: t("customers.outlet"),
      key: "outlet",
      render: (_, row) => (
        <span className="zk-two">
          {row.customer.outletName}
          <small>{row.customer.managerName}</small>
        </span>
      ),
    },
  ];
}

function usePage() {
  const [page, setPage] = useState({ page: 1, size: PAGE_SIZE });
  return { ...page, onPage: (next: number, size: number) => setPage({ page: next, size }) };
}

export function MovedTable({ tiering, asked, named }: { tiering: string; asked: MovedQuestion; named: Named }) {
  const { t } = useTranslation();
  const format = useFormat();
  const paging = usePage();
  const query = useMoved(tiering, asked, paging.page, paging.size);
  const columns: TableColumnsType<Moved> = [
    ...useWho<Moved>(),
    {
      title: t("tierings.path"),
      key: "path",
      render: (_, row) => (
        <span className="zk-one-line">
          <Tag variant="filled">{named(row.old, "old")}</Tag>→{" "}
          <Tag variant="filled" color="blue">
            {named(row.new, "new")}
          </Tag>
        </span>
      ),
    },
    {
      title: t("customers.balance", { currency: format.currency }),
      key: "balance",
      align: "right",
      render: (_, row) => format.decimal(row.customer.balance),
    },
  ];
  return (
    <ServerTable
      query={query}
      columns={columns}
      rowKey={(row) => String(row.customer.customerId)}
      {...paging}
      minWidth={560}
      empty={{ title: t("tierings.nobody"), hint: t("tierings.nobodyHint") }}
    />
  );
}

function EdgeTable(props: { tiering: string; side: "up" | "down"; asOf: string; named: Named }) {
  const { t } = useTranslation();
  const format = useFormat();
  const paging = usePage();
  const query = useEdge(props.tiering, props.side, props.asOf, paging.page, paging.size);
  const columns: TableColumnsType<Edge> = [
    ...useWho<Edge>(),
    { title: t("tierings.tier"), key: "tier", render: (_, row) => <Tag variant="filled">{props.named(row.tier)}</Tag> },
    { title: t("tierings.value"), dataIndex: "value", align: "right", render: (value) => format.decimal(value) },
    { title: t("tierings.limit"), dataIndex: "limit", align: "right", render: (value) => format.decimal(value) },
    {
      title: t(props.side === "up" ? "tierings.lacks" : "tierings.spare"),
      dataIndex: "gap",
      align: "right",
      render: (gap) => <b>{format.decimal(gap)}</b>,
    },
  ];
  return (
    <ServerTable
      query={query}
      columns={columns}
      rowKey={(row) => String(row.customer.customerId)}
      {...paging}
      empty={{ title: t("tierings.nobody"), hint: t("tierings.nobodyHint") }}
    />
  );
}

const LISTS = ["edgeUp", "edgeDown", "upList", "downList"] as const;

/** Who went up or down, and who is near a limit. */
export function PeopleLists(props: {
  tiering: string;
  hasEdges: boolean;
  edge: number;
  days: { from?: string; to: string };
  named: Named;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = props.days;
  const offered = LISTS.filter((list) => (list.startsWith("edge") ? props.hasEdges : from !== undefined));
  const [chosen, choose] = useState<(typeof LISTS)[number] | undefined>();
  const list = chosen && offered.includes(chosen) ? chosen : offered[0];
  if (!list) return null;
  const key = `${props.tiering}:${list}:${from}:${to}`;
  return (
    <section className="zk-card zk-card-flush">
      <div style={{ padding: "16px 18px 10px" }}>
        <h2 className="zk-h2">
          {t("tierings.lists")}
          {list.startsWith("edge") && (
            <small>
              {t(list === "edgeUp" ? "tierings.edgeUpHint" : "tierings.edgeDownHint", {
                edge: format.percent(props.edge, 0),
              })}
            </small>
          )}
        </h2>
        <Segmented
          value={list}
          onChange={choose}
          options={offered.map((one) => ({ value: one, label: t(`tierings.${one}`) }))}
        />
      </div>
      {list === "edgeUp" || list === "edgeDown" ? (
        <EdgeTable
          key={key}
          tiering={props.tiering}
          side={list === "edgeUp" ? "up" : "down"}
          asOf={to}
          named={props.named}
        />
      ) : (
        <MovedTable
          key={key}
          tiering={props.tiering}
          asked={{ from: from ?? to, to, way: list === "upList" ? "up" : "down" }}
          named={props.named}
        />
      )}
    </section>
  );
}

/** The people behind a cell of the flow. */
export function MovedDrawer(props: {
  tiering: string;
  asked: MovedQuestion | null;
  title: string;
  named: Named;
  close: () => void;
}) {
  return (
    <Drawer
      open={props.asked !== null}
      onClose={props.close}
      title={props.title}
      size="large"
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
    >
      {props.asked && (
        <MovedTable key={JSON.stringify(props.asked)} tiering={props.tiering} asked={props.asked} named={props.named} />
      )}
    </Drawer>
  );
}
