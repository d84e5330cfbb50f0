import { useMemo } from "react";
import { useFormat } from "../format/useFormat";
import { palette } from "../layout/theme";
import { Chart } from "./Chart";
import type { ChartOption } from "./echarts";

export type ShareSeries = { name: string; colour: string; counts: readonly number[] };

/** What part of the customers stood where, date by date, at the distances that the dates have. */
export function ShareCourse(props: { days: readonly string[]; series: readonly ShareSeries[]; label: string }) {
  const format = useFormat();
  const { days, series, label } = props;
  const option = useMemo<ChartOption>(() => {
    const all = days.map((_, at) => series.reduce((sum, one) => sum + (one.counts[at] ?? 0), 0));
    return {
      grid: { left: 8, right: 16, top: 36, bottom: 4, outerBounds: { left: 4, right: 16, top: 4, bottom: 4 } },
      legend: { top: 0, type: "scroll", itemWidth: 12, itemHeight: 8 },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.percent(value as number, 1) },
      xAxis: { type: "time", axisLabel: { hideOverlap: true } },
      yAxis: {
        type: "value",
        max: 1,
        axisLabel: { formatter: (value: number) => format.percent(value, 0) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: series.map(({ name, colour, counts }) => ({
        type: "line" as const,
        name,
        stack: "all",
        symbol: "none",
        lineStyle: { width: 1, color: colour },
        itemStyle: { color: colour },
        areaStyle: { opacity: 0.75 },
        data: days.map((day, at) => [day, (counts[at] ?? 0) / Math.max(all[at] ?? 0, 1)]),
      })),
    };
  }, [days, series, format]);
  return <Chart option={option} height={300} label={label} />;
}
