import type { TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { ServerTable } from "../tables/ServerTable";
import { PAGE_SIZE } from "../tables/useUrlState";
import { useTransactions } from "./queries";

type Row = Schemas["Transaction"];

export function Transactions({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(PAGE_SIZE);
  const query = useTransactions(id, page, size);
  const columns: TableColumnsType<Row> = [
    { title: t("customers.bookedOn"), dataIndex: "bookedOn", width: 115, render: format.day },
    { title: t("customers.accountNo"), dataIndex: "accountNo", width: 120 },
    {
      title: t("customers.transactionKind"),
      dataIndex: "kind",
      render: (_, row) => (
        <span className="zk-two">
          {words("transactionKind", row.kind)}
          <small>{words("purpose", row.purpose)}</small>
        </span>
      ),
    },
    {
      title: t("customers.channel"),
      dataIndex: "channel",
      width: 90,
      render: (channel: string) => words("channel", channel),
    },
    {
      title: t("customers.counterparty"),
      dataIndex: "counterpartyBank",
      width: 100,
      render: (bank: string) => bank || "–",
    },
    {
      title: t("customers.amount", { currency: format.currency }),
      dataIndex: "amount",
      align: "right",
      width: 150,
      render: (amount: number, row) => (
        <span className={row.direction === "credit" ? "zk-in" : "zk-out"}>
          {row.direction === "credit" ? "+" : "−"}
          {format.decimal(amount)}
        </span>
      ),
    },
    {
      title: t("customers.balanceAfter"),
      dataIndex: "balanceAfter",
      align: "right",
      width: 140,
      render: (value: number | null) => format.decimal(value),
    },
  ];
  return (
    <ServerTable
      query={query}
      columns={columns}
      rowKey="transactionId"
      page={page}
      size={size}
      onPage={(nextPage, nextSize) => {
        setPage(nextPage);
        setSize(nextSize);
      }}
      empty={{ title: t("customers.noTransactions"), hint: t("customers.noTransactionsHint") }}
    />
  );
}
