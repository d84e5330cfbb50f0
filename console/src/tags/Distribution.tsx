import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { PeopleNumber } from "../people/PeopleDrawer";

type Bar = Schemas["DistributionBar"];

function useOption(bars: Bar[]): ChartOption {
  const format = useFormat();
  const { pick } = useLanguage();
  return useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 28, bottom: 4, outerBounds: { left: 0, right: 0, top: 0, bottom: 0 } },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        valueFormatter: (value) => format.count(value as number),
      },
      xAxis: {
        type: "category",
        data: bars.map((bar) => pick(bar.label, bar.labelEn)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
        axisLabel: { interval: 0, hideOverlap: true, rotate: bars.length > 10 ? 30 : 0 },
      },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        {
          type: "bar",
          barMaxWidth: 46,
          itemStyle: { borderRadius: [3, 3, 0, 0] },
          label: { show: bars.length <= 12, position: "top", formatter: ({ value }) => format.count(value as number) },
          data: bars.map((bar) => bar.customers),
        },
      ],
    }),
    [bars, format, pick],
  );
}

/** How customers spread over a tag's bands; each number opens its customers. */
export function Distribution({ bars, open }: { bars: Bar[]; open: (bar: Bar) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  const option = useOption(bars);
  const all = bars.reduce((sum, bar) => sum + bar.customers, 0);
  if (bars.length === 0) return <Nothing title={t("tags.noDistribution")} hint={t("tags.noDistributionHint")} />;
  return (
    <>
      <Chart option={option} height={260} label={t("tags.distribution")} />
      <div className="zk-bars" style={{ marginTop: 14 }}>
        {bars.map((bar) => (
          <Row key={bar.band} label={pick(bar.label, bar.labelEn)} share={all > 0 ? bar.customers / all : 0}>
            <PeopleNumber onClick={() => open(bar)} label={t("tags.openBand")}>
              {format.count(bar.customers)}
            </PeopleNumber>{" "}
            <span className="zk-soft" style={{ fontWeight: 400 }}>
              {format.percent(all > 0 ? bar.customers / all : 0)}
            </span>
          </Row>
        ))}
      </div>
    </>
  );
}

function Row({ label, share, children }: { label: string; share: number; children: React.ReactNode }) {
  return (
    <>
      <span>{label}</span>
      <span className="zk-bar">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <b>{children}</b>
    </>
  );
}
