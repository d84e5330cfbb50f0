import { EditOutlined, ExportOutlined, PushpinOutlined, SyncOutlined } from "@ant-design/icons";
import { App, Button, Space, type TableColumnsType, Tabs } from "antd";
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
import { PAGE_SIZE, useUrlState } from "../tables/useUrlState";
import { ConditionText } from "./ConditionText";
import { ExportDialog } from "./exports/ExportDialog";
import { Waterfall } from "./live/Waterfall";
import { CourseCard } from "./page/CourseCard";
import { FreezeDialog } from "./page/FreezeDialog";
import { HistoryView, UsedBy } from "./page/HistoryView";
import { OverlapView } from "./page/OverlapView";
import { PortraitView } from "./page/PortraitView";
import { useBreakdown, useMaterialise, useSegment } from "./queries";
import { type Document, useScheduleWords } from "./SegmentNames";
import "./page/page.css";
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

const VIEWS = ["overview", "members", "portrait", "overlap", "history"] as const;

/** Before somebody approved it nobody is in it, and no other expression can name it. */
const BEFORE_LIVE: readonly string[] = ["overview", "history"];

function Overview({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const expression = (segment.document as { expression?: unknown }).expression;
  const breakdown = useBreakdown(expression, expression !== undefined);
  return (
    <div className="zk-grid zk-cols-main">
      <div>
        <CourseCard segmentKey={segment.key} />
        <section className="zk-card">
          <h2>{t("segments.definition")}</h2>
          <ConditionText expression={expression} />
        </section>
      </div>
      <div>
        <section className="zk-card zk-waterfall" style={{ marginBottom: 16 }}>
          <h2>
            {t("builder.waterfall")}
            <small>{t("builder.waterfallHint")}</small>
          </h2>
          <Answer query={breakdown} rows={5}>
            {(steps) => <Waterfall breakdown={steps} old={false} />}
          </Answer>
        </section>
        <section className="zk-card">
          <h2>{t("segments.usedBy")}</h2>
          <UsedBy usedBy={segment.usedBy} />
        </section>
      </div>
    </div>
  );
}

function View({ view, segment }: { view: (typeof VIEWS)[number]; segment: Segment }) {
  const { t } = useTranslation();
  switch (view) {
    case "overview":
      return <Overview segment={segment} />;
    case "members":
      return (
        <section className="zk-card zk-card-flush">
          {segment.customers === null ? (
            <Nothing title={t("segments.noMembers")} hint={t("segments.noMembersHint")} />
          ) : (
            <Members segmentKey={segment.key} />
          )}
        </section>
      );
    case "portrait":
      return <PortraitView segmentKey={segment.key} />;
    case "overlap":
      return <OverlapView segmentKey={segment.key} />;
    case "history":
      return <HistoryView segment={segment} />;
  }
}

function Whole({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scheduleWords = useScheduleWords();
  const url = useUrlState(["view"] as const);
  const views = segment.status.toLowerCase() === "live" ? VIEWS : VIEWS.filter((one) => BEFORE_LIVE.includes(one));
  const view = views.find((one) => one === url.values.view) ?? "overview";
  const { refresh = "nightly", schedule } = segment.document as Document;
  return (
    <>
      <Figures
        items={[
          {
            key: "customers",
            label: t("segments.customers"),
            value:
              segment.customers === null ? (
                "–"
              ) : (
                <Link to={`/customers?segment=${encodeURIComponent(segment.key)}`} title={t("segmentPage.seePeople")}>
                  {format.count(segment.customers)}
                </Link>
              ),
          },
          { key: "asOf", label: t("segments.asOf"), value: format.day(segment.asOf) },
          {
            key: "refresh",
            label: t("segmentPage.refresh"),
            value: <span style={{ fontSize: 17 }}>{t(`builder.refreshes.${refresh}`)}</span>,
            note: schedule ? scheduleWords(schedule) : undefined,
          },
          {
            key: "owner",
            label: t("segments.owner"),
            value: <span style={{ fontSize: 17 }}>{segment.owner || "–"}</span>,
          },
        ]}
      />
      <Tabs
        activeKey={view}
        onChange={(next) => url.show("view", next === "overview" ? undefined : next)}
        items={views.map((one) => ({ key: one, label: t(`segmentPage.${one}`) }))}
      />
      <View view={view} segment={segment} />
    </>
  );
}

function Actions({ segmentKey, segment }: { segmentKey: string; segment: Segment | undefined }) {
  const live = segment?.status?.toLowerCase() === "live";
  const [freezing, setFreezing] = useState(false);
  const [exporting, setExporting] = useState(false);
  const { t } = useTranslation();
  const { message } = App.useApp();
  const format = useFormat();
  const problemText = useProblemText();
  const mayEdit = usePermission("EditDefinitions");
  const mayExport = usePermission("ExportCustomers");
  const materialise = useMaterialise(segmentKey);
  return (
    <Space>
      {mayExport && live && segment.customers !== null && (
        <Button icon={<ExportOutlined />} disabled={segment.customers === 0} onClick={() => setExporting(true)}>
          {t("exports.open")}
        </Button>
      )}
      {segment && exporting && <ExportDialog segment={segment} close={() => setExporting(false)} />}
      {mayEdit && live && (
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
      {mayEdit && segment && segment.customers !== null && (
        <Button icon={<PushpinOutlined />} onClick={() => setFreezing(true)}>
          {t("segmentPage.freeze")}
        </Button>
      )}
      {segment && freezing && <FreezeDialog segment={segment} close={() => setFreezing(false)} />}
      {mayEdit && (
        <Link to={`/segments/${segmentKey}/edit`}>
          <Button type="primary" icon={<EditOutlined />}>
            {t("segments.edit")}
          </Button>
        </Link>
      )}
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
      actions={<Actions segmentKey={key} segment={segment} />}
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
