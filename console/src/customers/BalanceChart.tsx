import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { Answer, Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { useBalances } from "./queries";

function useOption(days: Schemas["BalanceDay"][]): ChartOption {
  const format = useFormat();
  return useMemo(
    () => ({
      grid: { left: 8, right: 12, top: 16, bottom: 8, outerBounds: { left: 4, right: 4, top: 4, bottom: 8 } },
      tooltip: { trigger: "axis", valueFormatter: (value) => format.money(value as number, 2) },
      xAxis: {
        type: "time",
        axisLine: { lineStyle: { color: palette.line } },
        splitNumber: 6,
        axisLabel: { hideOverlap: true },
      },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        {
          type: "line",
          step: "end",
          showSymbol: false,
          lineStyle: { width: 1.8 },
          areaStyle: { opacity: 0.1 },
          data: days.map((one) => [one.day, Number(one.balance)]),
        },
      ],
    }),
    [days, format],
  );
}

function Drawn({ days }: { days: Schemas["BalanceDay"][] }) {
  const { t } = useTranslation();
  const option = useOption(days);
  if (days.length === 0) return <Nothing title={t("customers.noBalance")} hint={t("customers.noBalanceHint")} />;
  return <Chart option={option} height={220} label={t("customers.balanceTrend")} />;
}

export function BalanceChart({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useBalances(id);
  return (
    <>
      <h2 className="zk-h2">{t("customers.balanceTrend")}</h2>
      <Answer query={query} rows={4}>
        {(days) => <Drawn days={days} />}
      </Answer>
    </>
  );
}
