import { DatePicker, InputNumber, Select, Space, type TableColumnsType } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { SearchBox } from "../tables/SearchBox";
import { ServerTable } from "../tables/ServerTable";
import { type UrlState, useUrlState } from "../tables/useUrlState";
import { useTransactions } from "./queries";

type Row = Schemas["Transaction"];

const FILTERS = ["q", "direction", "kind", "from", "to", "least", "most"] as const;
type Filter = UrlState<(typeof FILTERS)[number]>;

const KINDS = [
  "cash_in",
  "transfer_in",
  "cash_out",
  "card_cash_out",
  "transfer_out",
  "card_payment",
  "interest",
  "fee",
  "other",
];

function Filters({ url }: { url: Filter }) {
  const { t } = useTranslation();
  const words = useWords();
  const { values } = url;
  return (
    <div className="zk-toolbar zk-ledger-filters">
      <SearchBox
        value={values.q ?? ""}
        onSearch={(q) => url.set({ q })}
        placeholder={t("portrait.search")}
        width={250}
      />
      <Select
        value={values.direction ?? ""}
        onChange={(direction) => url.set({ direction })}
        style={{ width: 108 }}
        options={[
          { value: "", label: t("portrait.allDirections") },
          ...["credit", "debit"].map((value) => ({ value, label: words("direction", value) })),
        ]}
      />
      <Select
        value={values.kind ?? ""}
        onChange={(kind) => url.set({ kind })}
        style={{ width: 124 }}
        options={[
          { value: "", label: t("portrait.allKinds") },
          ...KINDS.map((value) => ({ value, label: words("transactionKind", value) })),
        ]}
      />
      <DatePicker.RangePicker
        value={[values.from ? dayjs(values.from) : null, values.to ? dayjs(values.to) : null]}
        allowEmpty={[true, true]}
        onChange={(days) => url.set({ from: days?.[0]?.format("YYYY-MM-DD"), to: days?.[1]?.format("YYYY-MM-DD") })}
        style={{ width: 236 }}
      />
      <Space.Compact>
        {(["least", "most"] as const).map((name) => (
          <InputNumber
            key={name}
            min={0}
            precision={2}
            controls={false}
            value={values[name] ? Number(values[name]) : null}
            placeholder={t(name === "least" ? "portrait.amountFrom" : "portrait.amountTo")}
            onBlur={(event) => {
              const typed = event.target.value.replaceAll(",", "").trim();
              if (typed !== (values[name] ?? "")) url.set({ [name]: typed });
            }}
            onPressEnter={(event) => url.set({ [name]: event.currentTarget.value.replaceAll(",", "").trim() })}
            style={{ width: 92 }}
          />
        ))}
      </Space.Compact>
    </div>
  );
}

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return [
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
      render: (channel: string) => (channel === "unknown" ? "–" : words("channel", channel)),
    },
    {
      title: t("portrait.counterparty"),
      dataIndex: "counterpartyBank",
      width: 130,
      render: (bank: string, row) => [bank, row.counterpartyAccount].filter(Boolean).join(" ") || "–",
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
}

export function Transactions({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const url = useUrlState(FILTERS);
  const query = useTransactions(id, url.values, url.page, url.size);
  const found = query.data;
  return (
    <>
      <Filters url={url} />
      {found && found.total > 0 && (
        <p className="zk-ledger-totals">
          <span>{t("portrait.found", { number: format.count(found.total) })}</span>
          <span>
            {t("portrait.creditTotal")} <b className="zk-in">+{format.decimal(found.creditTotal)}</b>
          </span>
          <span>
            {t("portrait.debitTotal")} <b>−{format.decimal(found.debitTotal)}</b>
          </span>
          <span>
            {t("portrait.netTotal")} <b>{format.decimal(Number(found.creditTotal) - Number(found.debitTotal))}</b>
          </span>
        </p>
      )}
      <ServerTable
        query={query}
        columns={useColumns()}
        rowKey="transactionId"
        page={url.page}
        size={url.size}
        onPage={url.setPage}
        minWidth={820}
        empty={
          url.isFiltered
            ? { title: t("portrait.noFound"), hint: t("portrait.noFoundHint") }
            : { title: t("customers.noTransactions"), hint: t("customers.noTransactionsHint") }
        }
      />
    </>
  );
}
