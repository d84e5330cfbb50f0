import { EditOutlined } from "@ant-design/icons";
import { Button, Select, Tabs } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { EditDialog } from "../definitions/EditDialog";
import { useHistory } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { toYaml } from "../format/yaml";
import { useLanguage } from "../i18n/useLanguage";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { useUrlState } from "../tables/useUrlState";
import { CourseChart } from "./CourseChart";
import { FlowCard } from "./FlowCard";
import { MovedDrawer, PeopleLists } from "./PeopleLists";
import { type MovedQuestion, type Standing, useCourse, useFlow, useStanding, useTierings } from "./queries";
import { TiersTable } from "./TiersTable";
import "./tierings.css";

type Row = Schemas["TieringRow"];
const URL_NAMES = ["tiering", "from", "to"] as const;
const STRETCH_DAYS = 30;
const EDGE = 0.1;

/** The newest date at least a month before; the first where there is none. */
function startBefore(days: string[], to: string): string | undefined {
  const limit = new Date(Date.parse(to) - STRETCH_DAYS * 86_400_000).toISOString().slice(0, 10);
  const earlier = days.filter((day) => day < to);
  return earlier.filter((day) => day <= limit).at(-1) ?? earlier[0];
}

/** The shipped ones from the widest view to the finest; a bank's own after them. */
const SHIPPED = ["lifecycle-stages", "customer-groups", "journey-links", "aum-tiers", "rfm"];

function inOrder(rows: Row[]): Row[] {
  const place = (row: Row) => (SHIPPED.includes(row.key) ? SHIPPED.indexOf(row.key) : SHIPPED.length);
  return [...rows].sort((a, b) => place(a) - place(b) || a.key.localeCompare(b.key));
}

function useNamed(tiering: Row) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  return useCallback(
    (code: string, side?: "old" | "new") => {
      const tier = tiering.tiers.find((one) => one.code === code);
      if (tier) return pick(tier.nameZh, tier.nameEn);
      return t(side === "old" ? "tierings.outside" : "tierings.withoutTier");
    },
    [tiering, pick, t],
  );
}

function DayPickers(props: {
  days: string[];
  from?: string;
  to: string;
  set: (change: { from?: string; to?: string }) => void;
}) {
  const { t } = useTranslation();
  const { days, from, to } = props;
  const options = (among: string[]) => [...among].reverse().map((day) => ({ value: day, label: day }));
  return (
    <div className="zk-toolbar" style={{ marginBottom: 12 }}>
      <span className="zk-soft">{t("tierings.from")}</span>
      <Select
        showSearch
        style={{ width: 140 }}
        value={from}
        options={options(days.filter((day) => day < to))}
        onChange={(day) => props.set({ from: day })}
        aria-label={t("tierings.from")}
      />
      <span className="zk-soft">{t("tierings.to")}</span>
      <Select
        showSearch
        style={{ width: 140 }}
        value={to}
        options={options(days)}
        onChange={(day) => props.set({ to: day, from: undefined })}
        aria-label={t("tierings.to")}
      />
    </div>
  );
}

function Whole({
  standing,
  url,
}: {
  standing: Standing;
  url: ReturnType<typeof useUrlState<(typeof URL_NAMES)[number]>>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tiering } = standing;
  const named = useNamed(tiering);
  const [asked, setAsked] = useState<MovedQuestion | null>(null);
  const to = standing.asOf ?? undefined;
  const from = url.values.from && to && url.values.from < to ? url.values.from : to && startBefore(standing.days, to);
  const flow = useFlow(tiering.key, from, to);
  const course = useCourse(tiering.key, to);
  const tiers = tiering.tiers.map((tier) => tier.code);
  const edge = (standing.document as { edge?: number }).edge ?? EDGE;
  if (!to) {
    return (
      <section className="zk-card">
        <Nothing title={t("tierings.noDates")} hint={t("tierings.noDatesHint")} />
      </section>
    );
  }

  const aims = standing.tiers.filter((tier) => tier.targetMet !== null);
  const stretch = from ? t("tierings.movedNote", { from: format.day(from), to: format.day(to) }) : undefined;
  const number = (count: number | null | undefined) =>
    count === null || count === undefined ? "–" : format.count(count);
  return (
    <>
      <DayPickers days={standing.days} from={from} to={to} set={url.set} />
      <Figures
        items={[
          { key: "customers", label: t("tierings.customers"), value: format.count(standing.customers) },
          { key: "moved", label: t("tierings.moved"), value: number(flow.data?.moved), note: stretch },
          ...(tiering.ordered
            ? [
                { key: "up", label: t("tierings.up"), value: number(flow.data?.up) },
                { key: "down", label: t("tierings.down"), value: number(flow.data?.down) },
              ]
            : []),
          {
            key: "targets",
            label: t("tierings.targetsMissed"),
            value: aims.length === 0 ? "–" : `${aims.filter((tier) => !tier.targetMet).length} / ${aims.length}`,
            note: aims.length === 0 ? t("tierings.targetsNone") : undefined,
          },
        ]}
      />
      <div className="zk-tier-grid">
        <section className="zk-card zk-card-flush">
          <TiersTable standing={standing} flow={flow.data} tiers={tiers} named={named} />
        </section>
        <section className="zk-card">
          <h2>{t("tierings.course")}</h2>
          <Answer query={course} rows={5}>
            {(days) => <CourseChart course={days} tiers={tiers} named={named} />}
          </Answer>
        </section>
      </div>
      {from ? (
        <Answer query={flow} rows={6}>
          {(data) => (
            <FlowCard
              flow={data}
              tiers={tiers}
              named={named}
              open={(old, now) => setAsked({ from: data.from, to: data.to, old, new: now })}
            />
          )}
        </Answer>
      ) : (
        <section className="zk-card" style={{ marginBottom: 16 }}>
          <Nothing title={t("tierings.oneDate")} hint={t("tierings.oneDateHint")} />
        </section>
      )}
      {tiering.ordered && (
        <PeopleLists tiering={tiering.key} hasEdges={tiering.hasEdges} edge={edge} days={{ from, to }} named={named} />
      )}
      <MovedDrawer
        tiering={tiering.key}
        asked={asked}
        named={named}
        title={
          asked ? t("tierings.people", { old: named(asked.old ?? "", "old"), new: named(asked.new ?? "", "new") }) : ""
        }
        close={() => setAsked(null)}
      />
    </>
  );
}

function One({ tiering, url }: { tiering: Row; url: ReturnType<typeof useUrlState<(typeof URL_NAMES)[number]>> }) {
  const query = useStanding(tiering.key, url.values.to);
  return (
    <>
      <ApprovalBar kind="tiering" definitionKey={tiering.key} />
      <Answer query={query} rows={10}>
        {(standing) => <Whole standing={standing} url={url} />}
      </Answer>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const url = useUrlState(URL_NAMES);
  const query = useTierings();
  const mayEdit = usePermission("EditDefinitions");
  const [editing, setEditing] = useState(false);
  const rows = inOrder(query.data ?? []);
  const chosen = rows.find((row) => row.key === url.values.tiering) ?? rows[0];
  const latest = useHistory("tiering", chosen?.key ?? "").data?.[0];
  return (
    <Page
      title={t("tierings.title")}
      subtitle={t("tierings.subtitle")}
      actions={
        mayEdit &&
        latest && (
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t("tierings.edit")}
          </Button>
        )
      }
    >
      <Answer query={query} rows={10}>
        {() =>
          chosen ? (
            <>
              <Tabs
                activeKey={chosen.key}
                onChange={(tiering) => url.set({ tiering })}
                items={rows.map((row) => ({ key: row.key, label: pick(row.nameZh, row.nameEn) }))}
              />
              <p className="zk-soft" style={{ marginTop: -6 }}>
                {pick(chosen.descriptionZh, chosen.descriptionEn)}
              </p>
              <One key={chosen.key} tiering={chosen} url={url} />
            </>
          ) : (
            <section className="zk-card">
              <Nothing title={t("tierings.none")} hint={t("tierings.noneHint")} />
            </section>
          )
        }
      </Answer>
      {latest && chosen && (
        <EditDialog
          kind="tiering"
          definitionKey={chosen.key}
          text={toYaml(latest.document)}
          revision={latest.status === "draft" ? latest.revision : 0}
          title={t("tierings.edit")}
          open={editing}
          close={() => setEditing(false)}
        />
      )}
    </Page>
  );
}
