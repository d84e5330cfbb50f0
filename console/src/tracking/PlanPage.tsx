import { EditOutlined, HistoryOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Drawer, Segmented, Space, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { usePermission } from "../api/session";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { History } from "../definitions/History";
import { type Definition, useDefinitions } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { useUrlState } from "../tables/useUrlState";
import { WholeList } from "../tables/WholeList";
import { type Discovered, useDiscovered } from "./queries";
import { Spark } from "./Spark";

const FILTERS = ["q", "state"] as const;
const STATES = ["planned", "unplanned", "unseen"] as const;
const PAGE_ROWS = 50;

type Row = Discovered & { id: string; state: (typeof STATES)[number] };

function rowOf(event: Discovered): Row {
  const state = event.isPlanned ? (event.firstSeen ? "planned" : "unseen") : "unplanned";
  return { ...event, id: `${event.source}/${event.type}/${event.name}`, state };
}

const pageOf = (row: Discovered) =>
  `/tracking/events/${encodeURIComponent(row.name)}${row.source ? `?source=${encodeURIComponent(row.source)}` : ""}`;

const STATE_COLOR = { planned: "green", unplanned: "gold", unseen: "default" } as const;

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  return [
    {
      title: t("tracking.event"),
      dataIndex: "name",
      render: (_, row) => (
        <Link to={pageOf(row)} className="zk-two">
          {pick(row.nameZh, row.nameEn) || row.name}
          <small>{row.name}</small>
        </Link>
      ),
    },
    {
      title: t("tracking.state"),
      dataIndex: "state",
      width: 110,
      render: (state: Row["state"]) => (
        <Tag color={STATE_COLOR[state]} variant="filled">
          {words("eventState", state)}
        </Tag>
      ),
    },
    { title: t("tracking.source"), dataIndex: "source", width: 120, render: (source: string) => source || "–" },
    { title: t("common.owner"), dataIndex: "owner", width: 130, render: (owner: string) => owner || "–" },
    {
      title: t("tracking.lately"),
      dataIndex: "lately",
      width: 150,
      render: (lately: number[]) => <Spark values={lately} label={t("tracking.lately")} />,
    },
    {
      title: t("tracking.volume"),
      dataIndex: "events",
      align: "right",
      width: 110,
      sorter: (a, b) => a.events - b.events,
      render: format.count,
    },
    {
      title: t("tracking.violating"),
      key: "violating",
      align: "right",
      width: 100,
      render: (_, row) => (row.events > 0 ? format.percent(row.violating / row.events) : "–"),
    },
    { title: t("tracking.lastSeen"), dataIndex: "lastSeen", width: 155, render: format.instant },
  ];
}

/** The plan's own versions: edit, submit, approve, look back. */
function Plans({ plans }: { plans: Definition[] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const mayEdit = usePermission("EditDefinitions");
  const navigate = useNavigate();
  const [looked, setLooked] = useState<Definition | null>(null);
  const nameOf = (plan: Definition) => {
    const name = (plan.document as { name?: { zh?: string; en?: string } }).name;
    return pick(name?.zh, name?.en) || plan.key;
  };
  return (
    <>
      {plans.map((plan) => (
        <ApprovalBar key={plan.key} kind="tracking_plan" definitionKey={plan.key} />
      ))}
      <Space wrap className="zk-block">
        {plans.map((plan) => (
          <Space.Compact key={plan.key}>
            <Button
              icon={<EditOutlined />}
              disabled={!mayEdit}
              onClick={() => navigate(`/tracking/plans/${plan.key}/edit`)}
            >
              {t("tracking.editPlan", { name: nameOf(plan), version: plan.version })}
            </Button>
            <Button icon={<HistoryOutlined />} aria-label={t("tracking.versions")} onClick={() => setLooked(plan)} />
          </Space.Compact>
        ))}
        <Button icon={<PlusOutlined />} disabled={!mayEdit} onClick={() => navigate("/tracking/plans/new")}>
          {t("tracking.form.newPlan")}
        </Button>
      </Space>
      <Drawer
        open={looked !== null}
        onClose={() => setLooked(null)}
        title={looked ? nameOf(looked) : ""}
        size={640}
        destroyOnHidden
      >
        {looked && <History kind="tracking_plan" definitionKey={looked.key} />}
      </Drawer>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const plans = useDefinitions("tracking_plan");
  const events = useDiscovered();
  const rows = events.data?.map(rowOf);
  const count = (state: Row["state"]) => rows?.filter((row) => row.state === state).length ?? 0;
  return (
    <Page title={t("tracking.planTitle")} subtitle={t("tracking.planSubtitle")}>
      <Plans plans={plans.data ?? []} />
      <WholeList
        query={{ ...events, data: rows }}
        columns={columns}
        rowKey="id"
        minWidth={1050}
        pageSize={PAGE_ROWS}
        to={pageOf}
        search={{
          url,
          hint: t("tracking.searchHint"),
          texts: (row) => [row.name, row.nameZh, row.nameEn, row.owner, row.source],
          passes: (row) => !url.values.state || row.state === url.values.state,
          filters: (
            <Segmented
              value={url.values.state ?? ""}
              onChange={(state) => url.set({ state })}
              options={[
                { value: "", label: t("tracking.allEvents") },
                ...STATES.map((value) => ({ value, label: `${words("eventState", value)} ${count(value)}` })),
              ]}
            />
          ),
        }}
        empty={{ title: t("tracking.nothingYet"), hint: t("tracking.nothingYetHint") }}
      />
    </Page>
  );
}
