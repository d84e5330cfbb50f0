import { MobileOutlined } from "@ant-design/icons";
import { Button, Segmented, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSession } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { StatusTag } from "../layout/StatusTag";
import { PagedList } from "../tables/PagedList";
import { useUrlState } from "../tables/useUrlState";
import { useWorkOrders, type WorkOrderRow } from "./queries";
import { WorkOrderDrawer } from "./WorkOrderDrawer";

const FILTERS = ["status", "q", "order"] as const;
const STATUSES = ["open", "accepted", "done", "expired"] as const;

function useColumns(): TableColumnsType<WorkOrderRow> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const today = useSession().data?.bank.businessDate ?? "";
  const late = (row: WorkOrderRow) => row.dueOn < today && ["open", "accepted"].includes(row.status.toLowerCase());
  return [
    {
      title: t("workOrders.customer"),
      dataIndex: "customerName",
      render: (_, row) => (
        <Link to={`/customers/${row.customerId}`} className="zk-two" onClick={(event) => event.stopPropagation()}>
          {row.customerName}
          <small>{row.customerNo}</small>
        </Link>
      ),
    },
    {
      title: t("workOrders.subject"),
      dataIndex: "subject",
      render: (_, row) => (
        <span className="zk-two">
          {row.subject}
          <small>{pick(row.journeyNameZh, row.journeyNameEn)}</small>
        </span>
      ),
    },
    {
      title: t("workOrders.priority"),
      dataIndex: "priority",
      width: 80,
      render: (priority: number) => (
        <Tag color={priority === 1 ? "red" : "default"}>{t("workOrders.priorityOf", { priority })}</Tag>
      ),
    },
    {
      title: t("workOrders.manager"),
      dataIndex: "managerName",
      render: (_, row) => (
        <span className="zk-two">
          {row.managerName}
          <small>{row.outletName}</small>
        </span>
      ),
    },
    { title: t("workOrders.openedAt"), dataIndex: "openedAt", width: 150, render: format.instant },
    {
      title: t("workOrders.due"),
      dataIndex: "dueOn",
      width: 120,
      render: (due: string, row) => <span className={late(row) ? "zk-late" : undefined}>{format.day(due)}</span>,
    },
    {
      title: t("common.status"),
      dataIndex: "status",
      width: 150,
      render: (status: string, row) => (
        <>
          <StatusTag group="workOrderStatus" code={status} />{" "}
          <span className="zk-soft zk-small">{words("workOrderLabel", row.label)}</span>
        </>
      ),
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const query = useWorkOrders({ status: url.values.status, q: url.values.q, page: url.page, size: url.size });
  const open = (id: string | undefined) => url.show("order", id);
  return (
    <Page
      title={t("workOrders.title")}
      subtitle={t("workOrders.subtitle")}
      actions={
        <Link to="/m/work-orders">
          <Button icon={<MobileOutlined />}>{t("workOrders.phone")}</Button>
        </Link>
      }
    >
      <PagedList
        url={url}
        query={query}
        columns={columns}
        rowKey="id"
        minWidth={960}
        searchHint={t("workOrders.searchHint")}
        narrowed={Boolean(url.values.status || url.values.q)}
        open={(row) => open(row.id)}
        empty={{ title: t("workOrders.empty"), hint: t("workOrders.emptyHint") }}
        none={{ title: t("workOrders.noMatch"), hint: t("workOrders.noMatchHint") }}
        filters={
          <Segmented
            value={url.values.status ?? ""}
            onChange={(status) => url.set({ status })}
            options={[
              { value: "", label: t("workOrders.allStatuses") },
              ...STATUSES.map((value) => ({ value, label: words("workOrderStatus", value) })),
            ]}
          />
        }
      />
      <WorkOrderDrawer id={url.values.order ?? null} close={() => open(undefined)} />
    </Page>
  );
}
