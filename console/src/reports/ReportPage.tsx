import { NodeIndexOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { PeopleNumber, usePeople } from "../people/PeopleDrawer";
import { LIVE, useJourneys } from "../strategies/queries";
import { RunSelect, useRunName } from "../strategies/RunSelect";
import { useUrlState } from "../tables/useUrlState";
import { Channels } from "./Channels";
import { Checks } from "./Checks";
import { Funnel } from "./Funnel";
import { Progress } from "./Progress";
import { type Measure, reportPeople, useReport } from "./queries";
import { Verdict } from "./Verdict";
import "./report.css";

type Report = Schemas["Report"];
const URL_NAMES = ["run"] as const;

function Whole({ report, run }: { report: Report; run: string }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const { ask, drawer } = usePeople();
  const open = (title: string, asked: Measure) =>
    ask({
      title,
      key: ["report", report.journey, run, ...Object.values(asked)],
      load: reportPeople(report.journey, run, asked),
    });
  const orders = report.workOrders;
  const number = (count: number, title: string, asked: Measure) =>
    count > 0 ? <PeopleNumber onClick={() => open(title, asked)}>{format.count(count)}</PeopleNumber> : "0";
  if (report.entered === 0) {
    return (
      <section className="zk-card">
        <Nothing title={t("reports.nobody")} hint={t("reports.nobodyHint")} />
      </section>
    );
  }
  return (
    <>
      <Figures
        items={[
          {
            key: "entered",
            label: t("reports.entered"),
            value: number(report.entered, t("reports.entered"), { measure: "entered" }),
          },
          {
            key: "heldOut",
            label: t("reports.heldOut"),
            value: number(report.heldOut, t("reports.heldOut"), { measure: "entered", arm: "holdout" }),
          },
          {
            key: "delivered",
            label: t("reports.delivered"),
            value: number(report.delivered, t("reports.delivered"), { measure: "delivered" }),
          },
          {
            key: "orders",
            label: t("reports.workOrders"),
            value: number(orders.done, t("reports.workOrders"), { measure: "done", channel: "work_order" }),
            note: t("reports.workOrdersOf", { all: format.count(orders.opened) }),
          },
          {
            key: "goals",
            label: t("reports.goals"),
            value: number(report.goal.contact.goals + report.goal.holdout.goals, t("reports.goals"), {
              measure: "goals",
            }),
          },
        ]}
      />
      <p className="zk-goal">
        {t("reports.goalTitle", { goal: pick(report.goalZh, report.goalEn), days: report.windowDays })}
      </p>
      <Verdict goal={report.goal} aa={report.aaCheck} open={open} />
      <Progress report={report} />
      <div className="zk-grid zk-cols-main">
        <Channels report={report} open={open} />
        <Checks srm={report.checks.srm} />
      </div>
      <Funnel steps={report.funnel} open={open} />
      {drawer}
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key = "" } = useParams();
  const url = useUrlState(URL_NAMES);
  const run = url.values.run ?? LIVE;
  const runName = useRunName();
  const journeys = useJourneys();
  const query = useReport(key, run);
  const journey = journeys.data?.find((one) => one.key === key);
  const name = journey ? pick(journey.nameZh, journey.nameEn) : key;
  return (
    <Page
      title={t("reports.of", { name })}
      subtitle={t("reports.subtitle", { run: runName(run) })}
      crumbs={[{ label: t("reports.title"), to: "/reports" }, { label: key }]}
      actions={
        <>
          <RunSelect
            runs={journey?.runs ?? []}
            run={run}
            change={(next) => url.set({ run: next === LIVE ? undefined : next })}
          />
          <Link to={`/strategies/${key}${run === LIVE ? "" : `?run=${encodeURIComponent(run)}`}`}>
            <Button icon={<NodeIndexOutlined />}>{t("reports.canvas")}</Button>
          </Link>
        </>
      }
    >
      <Answer query={query} rows={12}>
        {(report) => <Whole report={report} run={run} />}
      </Answer>
    </Page>
  );
}
