import { useCallback, useMemo } from "react";
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

/** A band or a code as its definition names it. */
function useBarName() {
  const { pick } = useLanguage();
  return useCallback((bar: Bar) => pick(bar.label, bar.labelEn), [pick]);
}

function useOption(bars: Bar[]): ChartOption {
  const format = useFormat();
  const name = useBarName();
  return useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 28, bottom: 8, outerBounds: { left: 4, right: 4, top: 4, bottom: 8 } },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        valueFormatter: (value) => format.count(value as number),
      },
      xAxis: {
        type: "category",
        data: bars.map((bar) => name(bar)),
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
    [bars, format, name],
  );
}

/** How customers spread over a tag's bands; each number opens its customers. */
export function Distribution({ bars, open }: { bars: Bar[]; open: (bar: Bar) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useBarName();
  const option = useOption(bars);
  const all = bars.reduce((sum, bar) => sum + bar.customers, 0);
  if (bars.length === 0) return <Nothing title={t("tags.noDistribution")} hint={t("tags.noDistributionHint")} />;
  return (
    <>
      <Chart option={option} height={260} label={t("tags.distribution")} />
      <div className="zk-bars" style={{ marginTop: 14 }}>
        {bars.map((bar) => (
          <Row key={bar.band} label={name(bar)} share={all > 0 ? bar.customers / all : 0}>
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
