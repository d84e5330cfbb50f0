import { Spin } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { Failed } from "../layout/States";
import { useDebounced } from "../tables/useDebounced";
import { useEstimate } from "./queries";

const REST_MS = 350;

/** How many customers the conditions hold, a moment after each change. */
export function EstimatePanel({ expression, state }: { expression: unknown; state: "empty" | "unfinished" | "ready" }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rested = useDebounced(JSON.stringify(expression), REST_MS);
  const current = rested === JSON.stringify(expression);
  const query = useEstimate(JSON.parse(rested), state === "ready" && current);
  const estimate = query.data;
  const busy = state === "ready" && (query.isFetching || !current);
  const share = estimate && estimate.total > 0 ? estimate.customers / estimate.total : 0;
  return (
    <section className="zk-card">
      <h2>
        {t("segments.estimate")}
        {busy && <Spin size="small" />}
      </h2>
      {state === "empty" && <p className="zk-soft">{t("segments.estimateEmpty")}</p>}
      {state === "unfinished" && <p className="zk-soft">{t("segments.estimateIncomplete")}</p>}
      {state === "ready" && query.error && !query.isFetching && (
        <Failed problem={query.error} retry={() => void query.refetch()} />
      )}
      {state === "ready" && estimate && !query.error && (
        <div className="zk-estimate" aria-live="polite">
          <div className={busy ? "zk-estimate-number zk-estimate-old" : "zk-estimate-number"}>
            {format.count(estimate.customers)}
          </div>
          <p>{t("segments.estimateOf", { total: format.count(estimate.total), share: format.percent(share) })}</p>
          <div className="zk-estimate-bar">
            <i style={{ width: `${Math.min(100, share * 100)}%` }} />
          </div>
          <p>{t("segments.estimateTime", { ms: Math.round(estimate.elapsedMs), day: format.day(estimate.asOf) })}</p>
        </div>
      )}
      {state === "ready" && !estimate && !query.error && <p className="zk-soft">{t("segments.estimating")}</p>}
    </section>
  );
}
