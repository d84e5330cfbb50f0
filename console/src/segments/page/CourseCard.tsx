import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { Chart } from "../../charts/Chart";
import type { ChartOption } from "../../charts/echarts";
import { useFormat } from "../../format/useFormat";
import { Answer, Nothing } from "../../layout/States";
import { palette } from "../../layout/theme";
import { useSegmentHistory } from "../queries";

/** The size of a segment, version by version, with who came and who went. */
export function CourseCard({ segmentKey }: { segmentKey: string }) {
  const { t } = useTranslation();
  const query = useSegmentHistory(segmentKey);
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("segmentPage.course")}
        <small>{t("segmentPage.courseHint")}</small>
      </h2>
      <Answer query={query} rows={5}>
        {(points) => {
          if (points.length === 0)
            return <Nothing title={t("segments.noVersions")} hint={t("segments.noMembersHint")} />;
          if (points.length === 1)
            return <Nothing title={t("segmentPage.courseOne")} hint={t("segmentPage.courseOneHint")} />;
          return <Course points={points} />;
        }}
      </Answer>
    </section>
  );
}

function Course({ points }: { points: Schemas["HistoryPoint"][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useMemo<ChartOption>(() => {
    const inOrder = [...points].sort((a, b) => a.version - b.version);
    const days = inOrder.map((point) => point.asOf);
    const bar = (name: string, values: (number | null)[], color: string) => ({
      type: "bar" as const,
      name,
      stack: "change",
      xAxisIndex: 1,
      yAxisIndex: 1,
      barMaxWidth: 14,
      itemStyle: { color, opacity: 0.65 },
      data: values,
    });
    return {
      grid: [
        { left: 52, right: 12, top: 34, height: 140 },
        { left: 52, right: 12, top: 196, height: 64 },
      ],
      legend: { top: 0, itemWidth: 12, itemHeight: 8 },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.count(Math.abs(Number(value ?? 0))) },
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      xAxis: [
        { type: "category", data: days, axisLabel: { show: false }, axisTick: { show: false } },
        { type: "category", gridIndex: 1, data: days, axisLine: { onZero: false } },
      ],
      yAxis: [
        { type: "value", minInterval: 1, splitLine: { lineStyle: { color: palette.line } } },
        {
          type: "value",
          gridIndex: 1,
          minInterval: 1,
          splitNumber: 2,
          splitLine: { lineStyle: { color: palette.line } },
        },
      ],
      series: [
        bar(
          t("segmentPage.entered"),
          inOrder.map((point) => point.entered),
          palette.green,
        ),
        bar(
          t("segmentPage.left"),
          inOrder.map((point) => (point.left === null ? null : -point.left)),
          palette.red,
        ),
        {
          type: "line",
          name: t("segmentPage.people"),
          symbolSize: 5,
          lineStyle: { width: 2, color: palette.primary },
          itemStyle: { color: palette.primary },
          data: inOrder.map((point) => point.customers),
        },
      ],
    };
  }, [points, format, t]);
  return <Chart option={option} height={290} label={t("segmentPage.course")} />;
}
