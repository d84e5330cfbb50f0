import { Table, type TableColumnsType, Tag } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { useUrlState } from "../tables/useUrlState";
import { KindIcon } from "./kinds";
import { useIdentityFigures, useSuggestions } from "./queries";
import { Suggestions } from "./Suggestions";
import { Ways } from "./Ways";
import "./identity.css";

type Kind = Schemas["IdentityKindFigures"];
type Run = Schemas["IdentityRunView"];
type All = Schemas["IdentityFigures"];

const BAR_HEIGHT = 34;
const NO_FILTERS = [] as const;

const sum = (kinds: Kind[], value: (kind: Kind) => number) => kinds.reduce((all, kind) => all + value(kind), 0);

function useKindsOption(kinds: Kind[]): ChartOption {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  return useMemo(() => {
    const bar = (name: string, color: string, value: (kind: Kind) => number) => ({
      type: "bar" as const,
      stack: "all",
      name,
      barMaxWidth: 18,
      itemStyle: { color },
      data: kinds.map(value),
    });
    return {
      grid: { left: 8, right: 24, top: 30, bottom: 4, outerBounds: { left: 4, right: 16, top: 4, bottom: 4 } },
      legend: { top: 0, right: 0 },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        valueFormatter: (value) => format.count(value as number),
      },
      xAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: kinds.map((kind) => pick(kind.kindZh, kind.kindEn)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
      },
      series: [
        bar(t("identity.ofCustomers"), palette.primary, (kind) => kind.ofCustomers),
        bar(t("identity.notYet"), "#c9d6e0", (kind) => kind.identities - kind.ofCustomers),
      ],
    };
  }, [kinds, pick, format, t]);
}

function Kinds({ kinds }: { kinds: Kind[] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const option = useKindsOption(kinds);
  const columns: TableColumnsType<Kind> = [
    {
      title: t("identity.kind"),
      key: "kind",
      render: (_, row) => (
        <span className="zk-id-name">
          <KindIcon kind={row.kind} />
          {pick(row.kindZh, row.kindEn)}
        </span>
      ),
    },
    {
      title: t("identity.role"),
      dataIndex: "role",
      width: 90,
      render: (role: string) => role && <Tag variant="filled">{words("identityRole", role)}</Tag>,
    },
    { title: t("identity.identities"), dataIndex: "identities", align: "right", width: 100, render: format.count },
    { title: t("identity.customers"), dataIndex: "customers", align: "right", width: 100, render: format.count },
    {
      title: t("identity.sharedDevices"),
      dataIndex: "shared",
      align: "right",
      width: 100,
      render: (shared: number) => (shared > 0 ? format.count(shared) : "–"),
    },
  ];
  return (
    <div className="zk-grid zk-cols-2">
      <section className="zk-card">
        <h2>{t("identity.byKind")}</h2>
        <Chart option={option} height={60 + kinds.length * BAR_HEIGHT} label={t("identity.byKind")} />
      </section>
      <section className="zk-card zk-card-flush">
        <Table
          size="middle"
          rowKey="kind"
          columns={columns}
          dataSource={kinds}
          pagination={false}
          scroll={{ x: 520 }}
        />
      </section>
    </div>
  );
}

function Runs({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (title: string, dataIndex: keyof Run) => ({
    title,
    dataIndex,
    align: "right" as const,
    width: 110,
    render: (value: number) => format.count(value),
  });
  const columns: TableColumnsType<Run> = [
    { title: t("identity.finishedAt"), dataIndex: "finishedAt", width: 155, render: format.instant },
    {
      title: t("identity.seconds"),
      dataIndex: "seconds",
      align: "right",
      width: 110,
      render: (value: number) => format.decimal(value, 2),
    },
    number(t("identity.newLinks"), "links"),
    number(t("identity.newIdentities"), "identities"),
    number(t("identity.merged"), "merged"),
    number(t("identity.held"), "held"),
    number(t("identity.given"), "eventsGiven"),
    number(t("identity.taken"), "eventsTaken"),
  ];
  return (
    <Table
      size="middle"
      rowKey="finishedAt"
      columns={columns}
      dataSource={runs}
      pagination={{ pageSize: 10, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 920 }}
      locale={{ emptyText: <Nothing title={t("identity.noRuns")} hint={t("identity.noRunsHint")} /> }}
    />
  );
}

function Whole({ figures }: { figures: All }) {
  const { t } = useTranslation();
  const format = useFormat();
  const url = useUrlState(NO_FILTERS);
  const waiting = useSuggestions(url.page, url.size).data?.total;
  const kinds = figures.kinds;
  const all = sum(kinds, (kind) => kind.identities);
  const owned = sum(kinds, (kind) => kind.ofCustomers);
  const last = figures.runs[0];
  return (
    <>
      <Figures
        items={[
          {
            key: "all",
            label: t("identity.figures"),
            value: format.count(all),
            note: `${format.count(kinds.length)} ${t("identity.kinds")}`,
          },
          {
            key: "owned",
            label: t("identity.ofCustomers"),
            value: format.count(owned),
            note: format.percent(all > 0 ? owned / all : 0),
          },
          { key: "notYet", label: t("identity.notYet"), value: format.count(all - owned) },
          {
            key: "shared",
            label: t("identity.sharedDevices"),
            value: format.count(sum(kinds, (kind) => kind.shared)),
          },
          { key: "waiting", label: t("identity.waiting"), value: format.count(waiting) },
          {
            key: "run",
            label: t("identity.runs"),
            value: <span style={{ fontSize: 16 }}>{last ? format.instant(last.finishedAt) : "–"}</span>,
          },
        ]}
      />
      <section className="zk-card zk-card-flush zk-id-block">
        <div className="zk-toolbar">
          <h2 className="zk-h2 zk-id-head">{t("identity.suggestions")}</h2>
          <span className="zk-soft zk-small">{t("identity.suggestionsHint")}</span>
        </div>
        <Suggestions url={url} />
      </section>
      <Kinds kinds={kinds} />
      <section className="zk-card zk-card-flush">
        <div className="zk-toolbar">
          <h2 className="zk-h2 zk-id-head">{t("identity.runs")}</h2>
        </div>
        <Runs runs={figures.runs} />
      </section>
    </>
  );
}

/** One-ID of the whole bank: how much is known, what waits for a person's word, and what the runs did. */
export function Component() {
  const { t } = useTranslation();
  const query = useIdentityFigures();
  return (
    <Page title={t("identity.title")} subtitle={t("identity.subtitle")}>
      <Answer query={query} rows={10}>
        {(figures) => (figures.kinds.length === 0 ? <Ways /> : <Whole figures={figures} />)}
      </Answer>
    </Page>
  );
}
