import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage";
import type { WorkOrder } from "./queries";
import "./brief.css";

/** Why this customer, what it is about, what to say. */
export function Brief({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  return (
    <>
      <section className="zk-brief">
        <h3>{t("workOrders.why")}</h3>
        {order.reasons.length > 0 ? (
          <ul>
            {order.reasons.map((reason) => (
              <li key={reason.en || reason.zh}>{pick(reason.zh, reason.en)}</li>
            ))}
          </ul>
        ) : (
          <p>{t("workOrders.whyStrategy", { name: pick(order.journeyNameZh, order.journeyNameEn) })}</p>
        )}
      </section>
      <Sections sellingPoint={order.sellingPoint} script={order.script} />
    </>
  );
}

/** What it is about, and what to say. */
export function Sections({ sellingPoint, script }: { sellingPoint: string; script: string }) {
  const { t } = useTranslation();
  return (
    <>
      {sellingPoint && (
        <section className="zk-brief">
          <h3>{t("workOrders.sellingPoint")}</h3>
          <p>{sellingPoint}</p>
        </section>
      )}
      {script && (
        <section className="zk-brief zk-brief-say">
          <h3>{t("workOrders.script")}</h3>
          <p>{script}</p>
        </section>
      )}
    </>
  );
}
