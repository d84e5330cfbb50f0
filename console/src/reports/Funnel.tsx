import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Nothing } from "../layout/States";
import { PeopleNumber } from "../people/PeopleDrawer";
import type { OpenPeople } from "./Verdict";

type Step = Schemas["FunnelStep"];

/** How many came to each node of the journey, and how many went on from it. */
export function Funnel({ steps, open }: { steps: Step[]; open: OpenPeople }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...steps.map((step) => step.entered));
  return (
    <section className="zk-card">
      <h2>
        {t("reports.funnel")}
        <small>{t("reports.funnelHint")}</small>
      </h2>
      {steps.length === 0 ? (
        <Nothing
          title={t("reports.noFunnel")}
          hint={t("reports.noFunnelHint")}
          action={<Link to="/strategies">{t("strategies.title")}</Link>}
        />
      ) : (
        <div className="zk-bars">
          {steps.map((step) => (
            <Row key={step.node} step={step} most={most} open={open} />
          ))}
        </div>
      )}
    </section>
  );
}

function Row({ step, most, open }: { step: Step; most: number; open: OpenPeople }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const name = pick(step.label, step.labelEn) || step.node;
  const on = Math.min(step.left, step.entered);
  return (
    <>
      <span>{name}</span>
      <span className="zk-bar" title={t("reports.wentOn", { number: format.count(on) })}>
        <i style={{ width: `${(on / most) * 100}%` }} />
        <i style={{ width: `${((step.entered - on) / most) * 100}%`, background: "#c9d8e4" }} />
      </span>
      <b>
        <PeopleNumber onClick={() => open(name, { measure: "node", node: step.node })}>
          {format.count(step.entered)}
        </PeopleNumber>
      </b>
    </>
  );
}
