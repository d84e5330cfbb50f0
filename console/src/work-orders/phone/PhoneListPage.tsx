import { RightOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSession } from "../../api/session";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import { Answer, Nothing } from "../../layout/States";
import { StatusTag } from "../../layout/StatusTag";
import { type DueGroup, dueGroups } from "../dueGroups";
import { useToday, type WorkOrderRow } from "../queries";

function Card({ row, group }: { row: WorkOrderRow; group: DueGroup }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  return (
    <li>
      <Link to={`/m/work-orders/${row.id}`} className={`zk-phone-card zk-phone-${group}`}>
        <span className="zk-phone-card-main">
          <span className="zk-phone-who">
            <strong>{row.customerName}</strong>
            {row.priority === 1 && <Tag color="red">{t("workOrders.urgent")}</Tag>}
            <StatusTag group="workOrderStatus" code={row.status} />
          </span>
          <span className="zk-phone-subject">{row.subject}</span>
          <small>
            {pick(row.journeyNameZh, row.journeyNameEn)} ·{" "}
            {group === "done"
              ? words("workOrderLabel", row.label)
              : t("workOrders.dueBy", { day: row.dueOn.slice(5, 10) })}
          </small>
        </span>
        <RightOutlined className="zk-soft" />
      </Link>
    </li>
  );
}

export function Component() {
  const { t } = useTranslation();
  const today = useSession().data?.bank.businessDate ?? "";
  const query = useToday();
  useEffect(() => {
    document.title = `${t("workOrders.today")} · ${t("common.product")}`;
  }, [t]);
  return (
    <main className="zk-phone-page">
      <Answer query={query} rows={8}>
        {(rows) => {
          const left = rows.filter((row) => ["open", "accepted"].includes(row.status.toLowerCase())).length;
          return (
            <>
              <h1>
                {t("workOrders.today")}
                <small>{t("workOrders.leftToday", { number: left })}</small>
              </h1>
              {rows.length === 0 && (
                <Nothing
                  title={t("workOrders.nothingToday")}
                  hint={t("workOrders.nothingTodayHint")}
                  action={<Button onClick={() => void query.refetch()}>{t("common.refresh")}</Button>}
                />
              )}
              {dueGroups(rows, today).map(([group, members]) => (
                <section key={group}>
                  <h2>
                    {t(`workOrders.group.${group}`)} <span>{members.length}</span>
                  </h2>
                  <ul>
                    {members.map((row) => (
                      <Card key={row.id} row={row} group={group} />
                    ))}
                  </ul>
                </section>
              ))}
            </>
          );
        }}
      </Answer>
    </main>
  );
}
