import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { palette } from "../layout/theme";
import { tierColour } from "./flow";

/** What part of the customers stood in each tier, date by date. */
export function CourseChart(props: {
  course: Schemas["CourseDay"][];
  tiers: string[];
  named: (code: string) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { course, tiers, named } = props;
  const option = useMemo<ChartOption>(() => {
    const all = course.map((day) => day.customers.reduce((sum, count) => sum + count, 0));
    return {
      grid: { left: 8, right: 16, top: 36, bottom: 4, outerBounds: { left: 4, right: 16, top: 4, bottom: 4 } },
      legend: { top: 0, type: "scroll", itemWidth: 12, itemHeight: 8 },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.percent(value as number, 1) },
      xAxis: { type: "category", boundaryGap: false, data: course.map((day) => day.asOf) },
      yAxis: {
        type: "value",
        max: 1,
        axisLabel: { formatter: (value: number) => format.percent(value, 0) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: tiers.map((code, place) => ({
        type: "line" as const,
        name: named(code),
        stack: "all",
        symbol: "none",
        lineStyle: { width: 1, color: tierColour(tiers, code) },
        itemStyle: { color: tierColour(tiers, code) },
        areaStyle: { opacity: 0.75 },
        data: course.map((day, at) => ((all[at] ?? 0) === 0 ? 0 : (day.customers[place] ?? 0) / (all[at] ?? 1))),
      })),
    };
  }, [course, tiers, named, format]);
  return <Chart option={option} height={300} label={t("tierings.course")} />;
}
