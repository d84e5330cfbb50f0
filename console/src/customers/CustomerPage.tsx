import { Tabs, type TabsProps, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { ConsentPanel } from "../compliance/ConsentPanel";
import { useWords } from "../i18n/useWords";
import { IdentityView } from "../identity/IdentityView";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { Lineage } from "../sources/Lineage";
import { useUrlState } from "../tables/useUrlState";
import { Behaviour } from "./Behaviour";
import { HeadCard } from "./Head";
import { Identity } from "./Identity";
import { Products } from "./Products";
import { ProfitChart } from "./ProfitChart";
import { useHead } from "./queries";
import { Stages } from "./Stages";
import { Supplements } from "./Supplements";
import { TagsByDimension } from "./TagsByDimension";
import { Transactions } from "./Transactions";
import { WealthChart } from "./WealthChart";
import { WorkOrders } from "./WorkOrders";
import "./customer.css";
import "./portrait.css";

type Head = Schemas["CustomerHead"];
const VIEW = ["view"] as const;

function Overview({ id }: { id: string }) {
  return (
    <>
      <div className="zk-halves">
        <WealthChart id={id} />
        <ProfitChart id={id} />
      </div>
      <TagsByDimension id={id} />
    </>
  );
}

/** Each view asks for its own when it is opened. */
function useViews(head: Head): NonNullable<TabsProps["items"]> {
  const { t } = useTranslation();
  const mayWork = usePermission("WorkOrders");
  const { customer, asOf } = head;
  const id = String(customer.customerId);
  return [
    { key: "portrait", label: t("portrait.overview"), children: <Overview id={id} /> },
    { key: "stages", label: t("portrait.stages"), children: <Stages id={id} asOf={asOf} /> },
    { key: "timeline", label: t("portrait.behaviour"), children: <Behaviour id={id} /> },
    { key: "products", label: t("portrait.products"), children: <Products id={id} asOf={asOf} /> },
    { key: "transactions", label: t("customers.transactions"), children: <Transactions id={id} /> },
    ...(mayWork
      ? [
          {
            key: "work-orders",
            label: t("portrait.workOrders"),
            children: <WorkOrders customerNo={customer.customerNo} />,
          },
        ]
      : []),
    { key: "consent", label: t("compliance.consent"), children: <ConsentPanel customer={id} /> },
    { key: "supplements", label: t("portrait.supplements"), children: <Supplements id={id} /> },
    { key: "identity", label: t("identity.view"), children: <IdentityView id={id} /> },
    { key: "lineage", label: t("batchSources.lineage"), children: <Lineage customer={customer.customerId} /> },
  ];
}

function Whole({ head }: { head: Head }) {
  const url = useUrlState(VIEW);
  return (
    <>
      <HeadCard head={head} />
      <div className="zk-customer">
        <section className="zk-card zk-customer-main">
          <Tabs
            activeKey={url.values.view ?? "portrait"}
            onChange={(view) => url.set({ view: view === "portrait" ? undefined : view })}
            items={useViews(head)}
          />
        </section>
        <Identity customer={head.customer} />
      </div>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const { id = "" } = useParams();
  const head = useHead(id);
  const row = head.data?.customer;
  return (
    <Page
      title={
        row ? (
          <>
            {row.name}
            <span className="zk-customer-no">{row.customerNo}</span>
            {row.gender && <Tag variant="filled">{words("gender", row.gender)}</Tag>}
            {row.age !== null && <Tag variant="filled">{t("customers.years", { age: row.age })}</Tag>}
          </>
        ) : (
          t("customers.one")
        )
      }
      documentTitle={row?.customerNo ?? t("customers.one")}
      crumbs={[{ label: t("customers.title"), to: "/customers" }, { label: row?.customerNo ?? id }]}
    >
      <Answer query={head} rows={12}>
        {(data) => <Whole head={data} />}
      </Answer>
    </Page>
  );
}
