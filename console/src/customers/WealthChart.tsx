import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { Answer, Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { useWealth } from "./queries";
import "./wealth.css";

type Day = Schemas["WealthDay"];

/** Assets are stacked above the line, what is owed below it. */
const BANDS = [
  { kind: "deposit", of: (day: Day) => Number(day.deposits), colour: palette.primary },
  { kind: "time_deposit", of: (day: Day) => Number(day.timeDeposits), colour: palette.teal },
  { kind: "fund", of: (day: Day) => Number(day.funds), colour: palette.violet },
  { kind: "insurance", of: (day: Day) => Number(day.insurance), colour: palette.green },
  { kind: "loan", of: (day: Day) => -Number(day.loans), colour: palette.amber },
  { kind: "overdraft", of: (day: Day) => -Number(day.overdraft), colour: palette.red },
] as const;

/** Between days that are all known nothing changes; between few of them one line leads to the next. */
function useOption(days: Day[], sparse: boolean): ChartOption {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const step = sparse ? undefined : ("end" as const);
    const used = BANDS.filter((band) => days.some((day) => band.of(day) !== 0));
    return {
      grid: { left: 8, right: 12, top: 34, bottom: 8, outerBounds: { left: 4, right: 4, top: 4, bottom: 8 } },
      legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8 },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.money(value as number, 2) },
      xAxis: {
        type: "time",
        axisLine: { onZero: true, lineStyle: { color: palette.line } },
        splitNumber: 5,
        axisLabel: { hideOverlap: true },
      },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        ...used.map((band) => ({
          type: "line" as const,
          name: t(`portrait.kind.${band.kind}`),
          stack: band.kind === "loan" || band.kind === "overdraft" ? "owed" : "kept",
          step,
          showSymbol: false,
          color: band.colour,
          lineStyle: { width: 1.2 },
          areaStyle: { opacity: 0.22 },
          data: days.map((day) => [day.day, band.of(day)]),
        })),
        ...(used.some((band) => band.kind === "loan" || band.kind === "overdraft")
          ? [
              {
                type: "line" as const,
                name: t("portrait.net"),
                step,
                showSymbol: false,
                color: palette.ink,
                lineStyle: { width: 1.6, type: "dashed" as const },
                data: days.map((day) => [day.day, Number(day.net)]),
              },
            ]
          : []),
      ],
    };
  }, [days, sparse, format, t]);
}

/** What stands on the last day, kind by kind. */
function Composition({ day }: { day: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const whole = Math.max(Number(day.assets), Number(day.liabilities), 1);
  return (
    <dl className="zk-composition">
      {BANDS.filter((band) => band.of(day) !== 0).map((band) => (
        <div key={band.kind}>
          <dt>{t(`portrait.kind.${band.kind}`)}</dt>
          <dd>
            <i style={{ width: `${(Math.abs(band.of(day)) / whole) * 100}%`, background: band.colour }} />
          </dd>
          <dd>{format.money(band.of(day), 2)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Kinds of assets above the line and of debts below it, day by day; of one customer or of a group. */
export function WealthCourse({ days, sparse = false }: { days: Day[]; sparse?: boolean }) {
  const { t } = useTranslation();
  const option = useOption(days, sparse);
  if (days.every((day) => BANDS.every((band) => band.of(day) === 0)))
    return <Nothing title={t("portrait.noWealth")} hint={t("portrait.noWealthHint")} />;
  const last = days[days.length - 1];
  return (
    <>
      <Chart option={option} height={250} label={t("portrait.wealth")} />
      {last && <Composition day={last} />}
    </>
  );
}

export function WealthChart({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useWealth(id);
  return (
    <section>
      <h2 className="zk-h2">
        {t("portrait.wealth")}
        <small>{t("portrait.wealthNote")}</small>
      </h2>
      <Answer query={query} rows={5}>
        {(days) => <WealthCourse days={days} />}
      </Answer>
    </section>
  );
}
