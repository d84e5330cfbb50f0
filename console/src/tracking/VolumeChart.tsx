import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { Answer } from "../layout/States";
import { palette } from "../layout/theme";
import { useVolume } from "./queries";

const HEIGHT = 240;
const BAND = "band";

/** The day hour by hour, over the band of the same weekdays of four weeks. */
export function VolumeChart({ day, source, name }: { day: string | undefined; source: string; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const volume = useVolume(day, source, name);
  const hours = volume.data?.hours;
  const option = useMemo<ChartOption>(() => {
    const shown = hours ?? [];
    const low = shown.map((hour) => hour.low ?? null);
    return {
      grid: { left: 8, right: 16, top: 34, bottom: 4, outerBounds: { left: 4, right: 8, top: 4, bottom: 4 } },
      legend: { top: 0, right: 0, data: [t("tracking.actual"), t("tracking.expected"), t("tracking.band")] },
      tooltip: { trigger: "axis", valueFormatter: (value) => (value == null ? "–" : format.count(value as number)) },
      xAxis: {
        type: "category",
        boundaryGap: false,
        data: shown.map((hour) => `${String(hour.hour).padStart(2, "0")}:00`),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
      },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        {
          type: "line",
          name: BAND,
          stack: BAND,
          symbol: "none",
          lineStyle: { opacity: 0 },
          tooltip: { show: false },
          silent: true,
          data: low,
        },
        {
          type: "line",
          name: t("tracking.band"),
          stack: BAND,
          symbol: "none",
          lineStyle: { opacity: 0 },
          itemStyle: { color: "#d5e4ef" },
          areaStyle: { color: "#d5e4ef", opacity: 0.75 },
          tooltip: { show: false },
          silent: true,
          data: shown.map((hour) => (hour.high == null || hour.low == null ? null : hour.high - hour.low)),
        },
        {
          type: "line",
          name: t("tracking.expected"),
          symbol: "none",
          lineStyle: { type: "dashed", width: 1.5 },
          itemStyle: { color: palette.grey },
          data: shown.map((hour) => hour.expected ?? null),
        },
        {
          type: "line",
          name: t("tracking.actual"),
          symbolSize: 5,
          lineStyle: { width: 2.5 },
          itemStyle: { color: palette.primary },
          data: shown.map((hour) => hour.events ?? null),
        },
      ],
    };
  }, [hours, t, format]);
  const label = t("tracking.volumeTitle");
  return <Answer query={volume}>{() => <Chart option={option} height={HEIGHT} label={label} />}</Answer>;
}
