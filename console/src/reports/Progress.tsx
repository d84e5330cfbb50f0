import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { runningShares } from "./runningShares";

/** How the arms' goal rates grew from day to day. */
export function Progress({ report }: { report: Pick<Schemas["Report"], "series" | "goal"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { series, goal } = report;
  const option = useMemo<ChartOption>(() => {
    const lines = [
      {
        name: t("reports.contactArm"),
        color: palette.primary,
        shares: runningShares(series, goal.contact.n, (day) => day.contactGoals),
      },
      {
        name: t("reports.holdoutArm"),
        color: palette.amber,
        shares: runningShares(series, goal.holdout.n, (day) => day.holdoutGoals),
      },
    ];
    return {
      grid: { left: 8, right: 16, top: 36, bottom: 8, outerBounds: { left: 4, right: 4, top: 4, bottom: 8 } },
      legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4 },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.percent(value as number) },
      xAxis: { type: "time", axisLine: { lineStyle: { color: palette.line } }, axisLabel: { hideOverlap: true } },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.percent(value, 0) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: lines.map((line) => ({
        type: "line" as const,
        name: line.name,
        color: line.color,
        showSymbol: false,
        lineStyle: { width: 2 },
        data: series.map((day, index) => [day.day, line.shares[index] ?? 0]),
      })),
    };
  }, [series, goal, t, format]);
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("reports.trend")}
        <small>{t("reports.trendHint")}</small>
      </h2>
      {series.length > 1 ? (
        <Chart option={option} height={230} label={t("reports.trend")} />
      ) : (
        <Nothing title={t("reports.noGoals")} hint={t("reports.noGoalsHint")} />
      )}
    </section>
  );
}
