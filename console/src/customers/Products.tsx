import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords, type WordGroup } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { Gaps, Maturities } from "./Maturities";
import { useAccounts, useHoldings } from "./queries";

function Accounts({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useAccounts(id);
  const columns: TableColumnsType<Schemas["Account"]> = [
    { title: t("customers.accountNo"), dataIndex: "accountNo" },
    { title: t("customers.product"), dataIndex: "productName" },
    { title: t("customers.partyRole"), dataIndex: "role", render: (role: string) => words("partyRole", role) },
    { title: t("customers.openedOn"), dataIndex: "openedOn", width: 110, render: format.day },
    { title: t("customers.closedOn"), dataIndex: "closedOn", render: format.day },
    {
      title: t("customers.balance", { currency: format.currency }),
      dataIndex: "balance",
      align: "right",
      render: (value: number | null) => format.decimal(value),
    },
  ];
  return (
    <Answer query={query} rows={3}>
      {(rows) => (
        <Table
          size="small"
          rowKey="accountId"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 720 }}
          locale={{ emptyText: <Nothing title={t("customers.noAccounts")} hint={t("customers.noAccountsHint")} /> }}
        />
      )}
    </Answer>
  );
}

/** The attributes whose values are codes, and where their words stand. */
const ATTRIBUTE_WORDS: Record<string, WordGroup> = { status: "loanStatus", purpose: "purpose", type: "cardType" };

function Holdings({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useHoldings(id);
  const said = (name: string, value: unknown): string => {
    const group = ATTRIBUTE_WORDS[name];
    if (group) return words(group, String(value));
    const number = Number(value);
    return name.endsWith("payment") && Number.isFinite(number) ? format.decimal(number) : String(value);
  };
  const columns: TableColumnsType<Schemas["Holding"]> = [
    {
      title: t("customers.holdingKind"),
      dataIndex: "kind",
      width: 110,
      render: (kind: string) => words("holdingKind", kind),
    },
    {
      title: t("customers.product"),
      dataIndex: "productName",
      render: (_, row) => (
        <span className="zk-two">
          {row.productName}
          <small>{row.holdingNo}</small>
        </span>
      ),
    },
    { title: t("customers.openedOn"), dataIndex: "openedOn", width: 110, render: format.day },
    { title: t("customers.maturesOn"), dataIndex: "maturesOn", width: 110, render: format.day },
    {
      title: t("customers.amount", { currency: format.currency }),
      dataIndex: "amount",
      align: "right",
      render: (value: number) => (Number(value) === 0 ? "–" : format.decimal(value)),
    },
    {
      title: t("common.details"),
      dataIndex: "attributes",
      render: (attributes: Record<string, unknown>) =>
        Object.entries(attributes ?? {})
          .map(([name, value]) => `${words("holdingField", name)} ${said(name, value)}`)
          .join(" · "),
    },
  ];
  return (
    <Answer query={query} rows={3}>
      {(rows) => (
        <Table
          size="small"
          rowKey="holdingNo"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 720 }}
          locale={{ emptyText: <Nothing title={t("customers.noHoldings")} hint={t("customers.noHoldingsHint")} /> }}
        />
      )}
    </Answer>
  );
}

export function Products({ id, asOf }: { id: string; asOf: string }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="zk-halves">
        <Maturities id={id} asOf={asOf} />
        <Gaps id={id} />
      </div>
      <h2 className="zk-h2">{t("customers.holdings")}</h2>
      <Holdings id={id} />
      <h2 className="zk-h2" style={{ marginTop: 22 }}>
        {t("customers.accounts")}
      </h2>
      <Accounts id={id} />
    </>
  );
}
