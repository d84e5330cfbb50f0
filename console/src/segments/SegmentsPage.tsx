import { PlusOutlined } from "@ant-design/icons";
import { Button, type TableColumnsType, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Page } from "../layout/Page";
import { StatusTag } from "../layout/StatusTag";
import { useUrlState } from "../tables/useUrlState";
import { WholeList } from "../tables/WholeList";
import { ListsView } from "./lists/ListsView";
import { useSegments } from "./queries";
import "./page/page.css";

type Row = Schemas["SegmentRow"];
const FILTERS = ["q", "view"] as const;

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  return [
    {
      title: t("segments.segment"),
      dataIndex: "key",
      render: (_, row) => (
        <Link to={`/segments/${row.key}`} className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>{row.key}</small>
        </Link>
      ),
    },
    {
      title: t("common.description"),
      dataIndex: "descriptionZh",
      ellipsis: true,
      render: (_, row) => <span className="zk-soft">{pick(row.descriptionZh, row.descriptionEn)}</span>,
    },
    {
      title: t("segments.customers"),
      dataIndex: "customers",
      align: "right",
      width: 130,
      sorter: (a, b) => (a.customers ?? 0) - (b.customers ?? 0),
      render: (count: number | null, row) =>
        count === null || count === undefined ? (
          <span className="zk-soft">{t("segments.notMaterialised")}</span>
        ) : (
          <Link to={`/customers?segment=${encodeURIComponent(row.key)}`} onClick={(event) => event.stopPropagation()}>
            {format.count(count)}
          </Link>
        ),
    },
    { title: t("segments.asOf"), dataIndex: "asOf", width: 120, render: format.day },
    { title: t("segments.owner"), dataIndex: "owner", width: 140, render: (owner: string) => owner || "–" },
    {
      title: t("common.status"),
      dataIndex: "status",
      width: 100,
      render: (status: string) => <StatusTag group="definitionStatus" code={status} />,
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const mayEdit = usePermission("EditDefinitions");
  const query = useSegments();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const create = mayEdit && (
    <Link to="/segments/new">
      <Button type="primary" icon={<PlusOutlined />}>
        {t("segments.newSegment")}
      </Button>
    </Link>
  );
  const view = url.values.view === "lists" ? "lists" : "segments";
  return (
    <Page title={t("segments.title")} subtitle={t("segments.subtitle")} actions={view === "segments" && create}>
      <Tabs
        activeKey={view}
        onChange={(next) => url.set({ q: undefined, view: next === "lists" ? next : undefined })}
        items={[
          { key: "segments", label: t("customerLists.tabSegments") },
          { key: "lists", label: t("customerLists.tabLists") },
        ]}
      />
      {view === "lists" ? (
        <ListsView />
      ) : (
        <WholeList
          query={query}
          columns={columns}
          rowKey="key"
          minWidth={860}
          to={(row) => `/segments/${row.key}`}
          search={{ url, hint: t("segments.searchHint"), texts: (row) => [row.key, row.nameZh, row.nameEn] }}
          empty={{ title: t("segments.empty"), hint: t("segments.emptyHint"), action: create }}
        />
      )}
    </Page>
  );
}
