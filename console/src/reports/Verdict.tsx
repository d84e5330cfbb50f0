import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Interval } from "../charts/Interval";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { PeopleNumber } from "../people/PeopleDrawer";
import type { Measure } from "./queries";

type Goal = Schemas["ReportGoal"];
export type OpenPeople = (title: string, asked: Measure) => void;

function Arm(props: {
  name: string;
  arm: Schemas["ReportArm"];
  most: number;
  color: string;
  code: string;
  open: OpenPeople;
}) {
  const { name, arm, most, color, code, open } = props;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="zk-arm">
      <div className="zk-arm-head">
        <span>{name}</span>
        <b>{format.percent(arm.rate)}</b>
      </div>
      <div className="zk-arm-bar">
        <i style={{ width: `${most > 0 ? (arm.rate / most) * 100 : 0}%`, background: color }} />
      </div>
      <p>
        <PeopleNumber onClick={() => open(`${name} · ${t("reports.reachedGoal")}`, { measure: "goals", arm: code })}>
          {format.count(arm.goals)}
        </PeopleNumber>{" "}
        {t("reports.ofPeople")}{" "}
        <PeopleNumber onClick={() => open(name, { measure: "entered", arm: code })}>{format.count(arm.n)}</PeopleNumber>{" "}
        {t("reports.reached")}
      </p>
    </div>
  );
}

function Difference({ goal }: { goal: Goal }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (goal.difference === null || goal.low === null || goal.high === null) {
    return <Nothing title={t("reports.noComparison")} hint={t("reports.noComparisonHint")} />;
  }
  const range = `${format.points(goal.low)} … ${format.points(goal.high)}`;
  return (
    <div>
      <h3 className="zk-h2">
        {t("reports.difference")}
        <small>{t("reports.interval", { range })}</small>
      </h3>
      <Interval
        low={goal.low}
        high={goal.high}
        difference={goal.difference}
        format={(value) => format.points(value)}
        labels={{
          zero: t("reports.noDifference"),
          worse: t("reports.holdoutBetter"),
          better: t("reports.contactBetter"),
          description: `${t("reports.difference")} ${format.points(goal.difference)}, ${t("reports.interval", { range })}`,
        }}
      />
    </div>
  );
}

function Reliance({ evidence }: { evidence: NonNullable<Goal["evidence"]> }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  return (
    <div className="zk-reliance">
      <p>{pick(evidence.adviceZh, evidence.adviceEn)}</p>
      <dl>
        <div>
          <dt>{t("reports.better")}</dt>
          <dd>{format.percent(evidence.better)}</dd>
        </div>
        <div>
          <dt>{t("reports.anytime")}</dt>
          <dd>
            {format.points(evidence.anytimeLow)} … {format.points(evidence.anytimeHigh)}
          </dd>
        </div>
        <div>
          <dt>{t("reports.loss")}</dt>
          <dd>{format.points(evidence.loss)}</dd>
        </div>
      </dl>
    </div>
  );
}

/** Whether the strategy did anything: two rates, their difference, its interval, and what that means in words. */
export function Verdict({
  goal,
  aa,
  open,
}: {
  goal: Goal;
  aa: Schemas["AaCheck"] | null | undefined;
  open: OpenPeople;
}) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const most = Math.max(goal.contact.rate, goal.holdout.rate) * 1.15;
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("reports.verdict")}
        <small>{t("reports.verdictHint")}</small>
      </h2>
      <p className="zk-verdict">{pick(goal.wordsZh, goal.wordsEn)}</p>
      <div className="zk-verdict-grid">
        <div>
          <Arm
            name={t("reports.contactArm")}
            arm={goal.contact}
            most={most}
            color={palette.primary}
            code="contact"
            open={open}
          />
          <Arm
            name={t("reports.holdoutArm")}
            arm={goal.holdout}
            most={most}
            color={palette.amber}
            code="holdout"
            open={open}
          />
        </div>
        <Difference goal={goal} />
      </div>
      {goal.evidence && !aa?.isAa && <Reliance evidence={goal.evidence} />}
      {aa?.isAa && (
        <div className={aa.ok ? "zk-aa zk-aa-ok" : "zk-aa zk-aa-bad"}>
          <strong>
            {t("reports.aaTitle")}{" "}
            <Tag color={aa.ok ? "green" : "red"}>{aa.ok ? t("reports.passed") : t("reports.notPassed")}</Tag>
          </strong>
          <p>{pick(aa.wordsZh, aa.wordsEn)}</p>
          <p className="zk-soft">{t("reports.aaExplained")}</p>
        </div>
      )}
    </section>
  );
}
