import { Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { useWorkOrders, type WorkOrderRow } from "../work-orders/queries";
import { WorkOrderDrawer } from "../work-orders/WorkOrderDrawer";

const SHOWN_MAX = 50;

/** The customer's work orders, newest first; a row opens the order. */
export function WorkOrders({ customerNo }: { customerNo: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick } = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const query = useWorkOrders({ q: customerNo, page: 1, size: SHOWN_MAX });
  const columns: TableColumnsType<WorkOrderRow> = [
    { title: t("workOrders.openedAt"), dataIndex: "openedAt", width: 150, render: format.instant },
    { title: t("workOrders.subject"), dataIndex: "subject" },
    {
      title: t("workOrders.strategy"),
      key: "journey",
      render: (_, row) => pick(row.journeyNameZh, row.journeyNameEn),
    },
    { title: t("workOrders.manager"), dataIndex: "managerName", width: 100 },
    { title: t("workOrders.due"), dataIndex: "dueOn", width: 110, render: format.day },
    {
      title: t("workOrders.result"),
      key: "status",
      width: 150,
      render: (_, row) => (
        <>
          <Tag variant="filled" color={row.status === "done" ? "green" : row.status === "expired" ? undefined : "gold"}>
            {words("workOrderStatus", row.status)}
          </Tag>
          {row.label && words("workOrderLabel", row.label)}
        </>
      ),
    },
  ];
  return (
    <>
      <Answer query={query} rows={4}>
        {(page) => (
          <Table
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={page.items}
            pagination={false}
            scroll={{ x: 760 }}
            onRow={(row) => ({ onClick: () => setOpen(row.id), className: "zk-row-link" })}
            locale={{ emptyText: <Nothing title={t("portrait.noWorkOrders")} hint={t("portrait.noWorkOrdersHint")} /> }}
          />
        )}
      </Answer>
      <WorkOrderDrawer id={open} close={() => setOpen(null)} />
    </>
  );
}
