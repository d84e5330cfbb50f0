import { EditOutlined, SyncOutlined } from "@ant-design/icons";
import { App, Button, Space, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useCustomers } from "../customers/queries";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { History } from "../definitions/History";
import { useHistory } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Nothing, useProblemText } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { ServerTable } from "../tables/ServerTable";
import { PAGE_SIZE } from "../tables/useUrlState";
import { ConditionText } from "./ConditionText";
import { useMaterialise, useSegment } from "./queries";
import "./segment.css";

type Segment = Schemas["Segment"];

function Members({ segmentKey }: { segmentKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(PAGE_SIZE);
  const query = useCustomers({ segment: segmentKey, tags: {}, page, size });
  const columns: TableColumnsType<Schemas["CustomerRow"]> = [
    {
      title: t("customers.customer"),
      dataIndex: "name",
      render: (_, row) => (
        <Link to={`/customers/${row.customerId}`} className="zk-two">
          {row.name}
          <small>{row.customerNo}</small>
        </Link>
      ),
    },
    { title: t("customers.outlet"), dataIndex: "outletName" },
    { title: t("customers.manager"), dataIndex: "managerName" },
    { title: t("customers.openedOn"), dataIndex: "openedOn", render: format.day },
    {
      title: t("customers.balance", { currency: format.currency }),
      dataIndex: "balance",
      align: "right",
      render: (value: number | null) => format.decimal(value),
    },
  ];
  return (
    <ServerTable
      query={query}
      columns={columns}
      rowKey="customerId"
      page={page}
      size={size}
      onPage={(nextPage, nextSize) => {
        setPage(nextPage);
        setSize(nextSize);
      }}
      empty={{ title: t("segments.noMembers"), hint: t("segments.noMembersHint") }}
      minWidth={560}
    />
  );
}

function Versions({ rows }: { rows: Schemas["SegmentVersionRow"][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rows.length === 0) return <Nothing title={t("segments.noVersions")} hint={t("segments.noMembersHint")} />;
  return (
    <Table
      size="small"
      rowKey="version"
      dataSource={rows}
      pagination={rows.length > 10 ? { pageSize: 10, size: "small" } : false}
      columns={[
        { title: t("tags.version"), dataIndex: "version" },
        { title: t("segments.asOf"), dataIndex: "asOf", render: format.day },
        {
          title: t("segments.customers"),
          dataIndex: "customers",
          align: "right",
          render: (count: number) => format.count(count),
        },
      ]}
    />
  );
}

function Whole({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const document = segment.document as { expression?: unknown };
  return (
    <>
      <Figures
        items={[
          { key: "customers", label: t("segments.customers"), value: format.count(segment.customers) },
          { key: "asOf", label: t("segments.asOf"), value: format.day(segment.asOf) },
          { key: "version", label: t("tags.version"), value: segment.version },
          {
            key: "owner",
            label: t("segments.owner"),
            value: <span style={{ fontSize: 17 }}>{segment.owner || "–"}</span>,
          },
        ]}
      />
      <div className="zk-grid zk-cols-main">
        <div>
          <section className="zk-card" style={{ marginBottom: 16 }}>
            <h2>{t("segments.definition")}</h2>
            <ConditionText expression={document.expression} />
          </section>
          <section className="zk-card zk-card-flush">
            <h2 className="zk-h2" style={{ padding: "14px 18px 0" }}>
              {t("segments.members")}
              <small>
                <Link to={`/customers?segment=${encodeURIComponent(segment.key)}`}>{t("segments.seeCustomers")}</Link>
              </small>
            </h2>
            {segment.customers === null ? (
              <Nothing title={t("segments.noMembers")} hint={t("segments.noMembersHint")} />
            ) : (
              <Members segmentKey={segment.key} />
            )}
          </section>
        </div>
        <div>
          <section className="zk-card" style={{ marginBottom: 16 }}>
            <h2>{t("segments.versions")}</h2>
            <Versions rows={segment.materialisations} />
          </section>
          <section className="zk-card">
            <h2>{t("definitions.history")}</h2>
            <History kind="segment" definitionKey={segment.key} />
          </section>
        </div>
      </div>
    </>
  );
}

function Actions({ segmentKey, live }: { segmentKey: string; live: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const format = useFormat();
  const problemText = useProblemText();
  const mayEdit = usePermission("EditDefinitions");
  const materialise = useMaterialise(segmentKey);
  if (!mayEdit) return null;
  return (
    <Space>
      {live && (
        <Button
          icon={<SyncOutlined />}
          loading={materialise.isPending}
          onClick={() =>
            materialise.mutate(undefined, {
              onSuccess: (version) =>
                void message.success(t("segments.materialised", { number: format.count(version.customers) })),
              onError: (problem) => void message.error(problemText(problem)),
            })
          }
        >
          {t("segments.materialise")}
        </Button>
      )}
      <Link to={`/segments/${segmentKey}/edit`}>
        <Button type="primary" icon={<EditOutlined />}>
          {t("segments.edit")}
        </Button>
      </Link>
    </Space>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key = "" } = useParams();
  const query = useSegment(key);
  const history = useHistory("segment", key);
  const latest = history.data?.[0];
  const draft = latest?.document as { name?: { zh?: string; en?: string }; expression?: unknown } | undefined;
  const segment = query.data;
  const name = segment ? pick(segment.nameZh, segment.nameEn) : pick(draft?.name?.zh, draft?.name?.en) || key;
  return (
    <Page
      title={
        <>
          {name}
          <StatusTag group="definitionStatus" code={segment?.status ?? latest?.status} />
        </>
      }
      documentTitle={name}
      subtitle={segment ? pick(segment.descriptionZh, segment.descriptionEn) : undefined}
      crumbs={[{ label: t("segments.title"), to: "/segments" }, { label: key }]}
      actions={<Actions segmentKey={key} live={segment?.status?.toLowerCase() === "live"} />}
    >
      <ApprovalBar kind="segment" definitionKey={key} />
      {query.error && latest ? (
        <section className="zk-card">
          <h2>{t("segments.definition")}</h2>
          <ConditionText expression={draft?.expression} />
          <h2 style={{ marginTop: 20 }}>{t("definitions.history")}</h2>
          <History kind="segment" definitionKey={key} />
        </section>
      ) : (
        <Answer query={query} rows={10}>
          {(data) => <Whole segment={data} />}
        </Answer>
      )}
    </Page>
  );
}
