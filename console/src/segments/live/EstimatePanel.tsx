import { Alert, Spin } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/useFormat";
import { Failed } from "../../layout/States";
import type { DraftState } from "../builder/useDraft";
import type { Live } from "./useLive";
import "./live.css";

/** How many customers the conditions hold, and what share of all that is. */
export function EstimatePanel({ live, state }: { live: Live; state: DraftState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { estimate, problem, busy, refusals } = live;
  const share = estimate && estimate.total > 0 ? estimate.customers / estimate.total : 0;
  return (
    <section className="zk-card">
      <h2>
        {t("segments.estimate")}
        {busy && <Spin size="small" />}
      </h2>
      {state === "empty" && <p className="zk-soft">{t("segments.estimateEmpty")}</p>}
      {state === "unfinished" && <p className="zk-soft">{t("segments.estimateIncomplete")}</p>}
      {state === "ready" &&
        problem &&
        (refusals.length > 0 ? (
          <Alert type="error" showIcon title={t("builder.refused", { count: refusals.length })} />
        ) : (
          <Failed problem={problem} retry={live.retry} />
        ))}
      {state !== "empty" && estimate && !problem && (
        <div className="zk-estimate" aria-live="polite">
          <div className={busy || state !== "ready" ? "zk-estimate-number zk-estimate-old" : "zk-estimate-number"}>
            {format.count(estimate.customers)}
          </div>
          <p>{t("segments.estimateOf", { total: format.count(estimate.total), share: format.percent(share) })}</p>
          <div className="zk-estimate-bar">
            <i style={{ width: `${Math.min(100, share * 100)}%` }} />
          </div>
          <p>{t("segments.estimateTime", { ms: Math.round(estimate.elapsedMs), day: format.day(estimate.asOf) })}</p>
        </div>
      )}
      {state === "ready" && !estimate && !problem && <p className="zk-soft">{t("segments.estimating")}</p>}
    </section>
  );
}
