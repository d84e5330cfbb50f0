import { BarChartOutlined, EditOutlined, HistoryOutlined, StopOutlined } from "@ant-design/icons";
import { App, Button, Collapse } from "antd";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { EditDialog } from "../definitions/EditDialog";
import { History } from "../definitions/History";
import { useHistory, useStop } from "../definitions/queries";
import { Source } from "../definitions/Source";
import { useFormat } from "../format/useFormat";
import { toYaml } from "../format/yaml";
import { useLanguage } from "../i18n/useLanguage";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Loading, useProblemText } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { usePeople } from "../people/PeopleDrawer";
import { useUrlState } from "../tables/useUrlState";
import { EntryRule } from "./EntryRule";
import { LIVE, nodePeople, type Standing, useJourney } from "./queries";
import { ReplayDialog } from "./ReplayDialog";
import { RunSelect } from "./RunSelect";

const Graph = lazy(() => import("./Graph"));
const URL_NAMES = ["run"] as const;

type Journey = Schemas["Journey"];

/** The width that is there for the graph. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => setWidth(box.current?.clientWidth ?? null), []);
  return { box, width };
}

function Whole({ journey, run }: { journey: Journey; run: string }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const { ask, drawer } = usePeople();
  const { box, width } = useWidth();
  const open = useCallback(
    (node: Schemas["JourneyNode"]) =>
      ask({
        title: pick(node.label, node.labelEn) || node.id,
        key: ["journey", journey.key, run, node.id],
        load: (page, size, signal, choice) =>
          nodePeople(journey.key, node.id, run, (choice ?? "ever") as Standing)(page, size, signal),
        // Nobody stands in the door.
        choices:
          node.kind === "entry"
            ? undefined
            : [
                { key: "ever", label: t("strategies.everHere", { number: format.count(node.entered) }) },
                { key: "now", label: t("strategies.nowHere", { number: format.count(node.now) }) },
              ],
      }),
    [ask, pick, journey.key, run, t, format],
  );
  const rate = journey.enrolled > 0 ? journey.goals / journey.enrolled : 0;
  return (
    <>
      <Figures
        items={[
          { key: "enrolled", label: t("strategies.enrolled"), value: format.count(journey.enrolled) },
          {
            key: "heldOut",
            label: t("strategies.heldOut"),
            value: format.count(journey.heldOut),
            note: journey.enrolled > 0 ? format.percent(journey.heldOut / journey.enrolled) : undefined,
          },
          {
            key: "goals",
            label: t("strategies.goals"),
            value: format.count(journey.goals),
            note: format.percent(rate),
          },
          { key: "version", label: t("tags.version"), value: journey.version },
        ]}
      />
      <div className="zk-graph" ref={box}>
        <EntryRule entry={journey.entry} />
        {width !== null && (
          <Suspense fallback={<Loading rows={8} />}>
            <Graph journey={journey} width={width} open={open} />
          </Suspense>
        )}
        <div className="zk-graph-legend">{t("strategies.graphHint")}</div>
      </div>
      <Collapse
        items={[
          { key: "document", label: t("strategies.document"), children: <Source text={toYaml(journey.document)} /> },
          {
            key: "history",
            label: t("definitions.history"),
            children: <History kind="journey" definitionKey={journey.key} />,
          },
        ]}
      />
      {drawer}
    </>
  );
}

function Actions({ journeyKey, status }: { journeyKey: string; status: string | undefined }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const problemText = useProblemText();
  const mayEdit = usePermission("EditDefinitions");
  const mayRun = usePermission("RunJobs");
  const history = useHistory("journey", journeyKey);
  const stop = useStop("journey");
  const [replaying, setReplaying] = useState(false);
  const [editing, setEditing] = useState(false);
  const latest = history.data?.[0];
  const confirmStop = () =>
    modal.confirm({
      title: t("definitions.stop"),
      content: t("definitions.stopConfirm"),
      okButtonProps: { danger: true },
      onOk: () =>
        stop.mutate(
          { key: journeyKey },
          {
            onSuccess: () => void message.success(t("definitions.stopped")),
            onError: (problem) => void message.error(problemText(problem)),
          },
        ),
    });
  return (
    <>
      {mayRun && (
        <Button icon={<HistoryOutlined />} onClick={() => setReplaying(true)}>
          {t("strategies.replay")}
        </Button>
      )}
      {mayEdit && latest && (
        <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
          {t("strategies.edit")}
        </Button>
      )}
      {mayEdit && status?.toLowerCase() === "live" && (
        <Button icon={<StopOutlined />} danger onClick={confirmStop}>
          {t("definitions.stop")}
        </Button>
      )}
      <ReplayDialog journey={journeyKey} open={replaying} close={() => setReplaying(false)} />
      {latest && (
        <EditDialog
          kind="journey"
          definitionKey={journeyKey}
          text={toYaml(latest.document)}
          revision={latest.status === "draft" ? latest.revision : 0}
          title={t("strategies.edit")}
          open={editing}
          close={() => setEditing(false)}
        />
      )}
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key = "" } = useParams();
  const url = useUrlState(URL_NAMES);
  const run = url.values.run ?? LIVE;
  const query = useJourney(key, run);
  const journey = query.data;
  const name = journey ? pick(journey.nameZh, journey.nameEn) : key;
  return (
    <Page
      title={
        <>
          {name}
          <StatusTag group="definitionStatus" code={journey?.status} />
        </>
      }
      documentTitle={name}
      crumbs={[{ label: t("strategies.title"), to: "/strategies" }, { label: key }]}
      actions={
        <>
          <RunSelect
            runs={journey?.runs ?? []}
            run={run}
            change={(next) => url.set({ run: next === LIVE ? undefined : next })}
          />
          <Link to={`/reports/${key}${run === LIVE ? "" : `?run=${encodeURIComponent(run)}`}`}>
            <Button type="primary" icon={<BarChartOutlined />}>
              {t("strategies.report")}
            </Button>
          </Link>
          <Actions journeyKey={key} status={journey?.status} />
        </>
      }
    >
      <ApprovalBar kind="journey" definitionKey={key} />
      <Answer query={query} rows={12}>
        {(data) => <Whole key={run} journey={data} run={run} />}
      </Answer>
    </Page>
  );
}
