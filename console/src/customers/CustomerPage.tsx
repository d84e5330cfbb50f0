import { Tabs, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { IdentityView } from "../identity/IdentityView";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { Lineage } from "../sources/Lineage";
import { useUrlState } from "../tables/useUrlState";
import { BalanceChart } from "./BalanceChart";
import { Identity } from "./Identity";
import { Products } from "./Products";
import { useAccounts, useCustomer, useHoldings } from "./queries";
import { TagsByDimension } from "./TagsByDimension";
import { Timeline } from "./Timeline";
import { Transactions } from "./Transactions";
import "./customer.css";

type Customer = Schemas["Customer"];
const VIEW = ["view"] as const;

function Headline({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useAccounts(String(customer.customerId));
  const holdings = useHoldings(String(customer.customerId));
  return (
    <Figures
      items={[
        { key: "balance", label: t("customers.balanceNow"), value: format.money(customer.balance, 2) },
        { key: "accounts", label: t("customers.accounts"), value: format.count(accounts.data?.length) },
        { key: "holdings", label: t("customers.holdings"), value: format.count(holdings.data?.length) },
        {
          key: "opened",
          label: t("customers.openedOn"),
          value: <span style={{ fontSize: 18 }}>{format.day(customer.openedOn)}</span>,
        },
        {
          key: "owner",
          label: t("customers.ownership"),
          value: <span style={{ fontSize: 18 }}>{customer.managerName || "–"}</span>,
          note: customer.outletName,
        },
      ]}
    />
  );
}

function Whole({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const url = useUrlState(VIEW);
  const id = String(customer.customerId);
  return (
    <>
      <Headline customer={customer} />
      <div className="zk-customer">
        <Identity customer={customer} />
        <section className="zk-card zk-customer-main">
          <Tabs
            activeKey={url.values.view ?? "portrait"}
            onChange={(view) => url.set({ view: view === "portrait" ? undefined : view })}
            items={[
              {
                key: "portrait",
                label: t("customers.portrait"),
                children: (
                  <>
                    <BalanceChart id={id} />
                    <TagsByDimension id={id} />
                  </>
                ),
              },
              { key: "timeline", label: t("customers.timeline"), children: <Timeline id={id} /> },
              { key: "identity", label: t("identity.view"), children: <IdentityView id={id} /> },
              { key: "products", label: t("customers.products"), children: <Products id={id} /> },
              { key: "transactions", label: t("customers.transactions"), children: <Transactions id={id} /> },
              {
                key: "lineage",
                label: t("batchSources.lineage"),
                children: <Lineage customer={customer.customerId} />,
              },
            ]}
          />
        </section>
      </div>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const { id = "" } = useParams();
  const customer = useCustomer(id);
  const row = customer.data;
  return (
    <Page
      title={
        row ? (
          <>
            {row.name}
            <span className="zk-customer-no">{row.customerNo}</span>
            {row.gender && <Tag variant="filled">{words("gender", row.gender)}</Tag>}
            {row.age !== null && <Tag variant="filled">{t("customers.years", { age: row.age })}</Tag>}
            {row.isDemo && (
              <Tag color="gold" variant="filled">
                {t("shell.demo")}
              </Tag>
            )}
          </>
        ) : (
          t("customers.one")
        )
      }
      documentTitle={row?.customerNo ?? t("customers.one")}
      crumbs={[{ label: t("customers.title"), to: "/customers" }, { label: row?.customerNo ?? id }]}
    >
      <Answer query={customer} rows={12}>
        {(data) => <Whole customer={data} />}
      </Answer>
    </Page>
  );
}
