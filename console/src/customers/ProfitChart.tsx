import { InfoCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Answer, Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { useProfit } from "./queries";

type Profit = Schemas["ProfitView"];
type Month = Schemas["ProfitMonth"];

const COLOURS: Record<string, string> = {
  deposit: palette.primary,
  time_deposit: palette.teal,
  fund: palette.violet,
  insurance: palette.green,
  loan: palette.amber,
  overdraft: palette.red,
};

function useOption(months: Month[]): ChartOption {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  return useMemo(() => {
    const kinds = new Map(
      months.flatMap((month) => month.parts.map((part) => [part.kind, pick(part.nameZh, part.nameEn)])),
    );
    const bars = [...kinds].map(([kind, name]) => ({
      name,
      colour: COLOURS[kind] ?? palette.grey,
      of: (month: Month) => Number(month.parts.find((part) => part.kind === kind)?.earned ?? 0),
    }));
    if (months.some((month) => Number(month.fees) !== 0))
      bars.push({ name: t("portrait.fees"), colour: palette.grey, of: (month) => Number(month.fees) });
    return {
      grid: { left: 8, right: 12, top: 34, bottom: 8, outerBounds: { left: 4, right: 4, top: 4, bottom: 8 } },
      legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8 },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        valueFormatter: (value) => format.money(value as number, 2),
      },
      xAxis: {
        type: "category",
        data: months.map((month) => month.month.slice(0, 7)),
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { hideOverlap: true },
      },
      yAxis: {
        type: "value",
        axisLabel: { formatter: (value: number) => format.compact(value) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: bars.map((bar) => ({
        type: "bar" as const,
        name: bar.name,
        stack: "profit",
        color: bar.colour,
        barMaxWidth: 26,
        data: months.map((month, at) => ({ value: month.total === null ? null : bar.of(month), at })),
      })),
    };
  }, [months, format, pick, t]);
}

/** One month, part by part, so that the sum can be checked by hand. */
function Parts({ month }: { month: Month }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  return (
    <dl className="zk-profit-parts">
      <div className="zk-profit-total">
        <dt>
          {month.month.slice(0, 7)}
          {!month.isWhole && <small>{t("portrait.partMonth")}</small>}
        </dt>
        <dd>{month.total === null ? t("portrait.notEnough") : format.money(month.total, 2)}</dd>
      </div>
      {month.parts.map((part) => (
        <div key={part.kind}>
          <dt>
            {pick(part.nameZh, part.nameEn)}
            <small>
              {t("portrait.averageOf", { amount: format.money(part.average), rate: format.percent(part.perYear, 2) })}
            </small>
          </dt>
          <dd>{format.decimal(part.earned)}</dd>
        </div>
      ))}
      {Number(month.fees) !== 0 && (
        <div>
          <dt>{t("portrait.fees")}</dt>
          <dd>{format.decimal(month.fees)}</dd>
        </div>
      )}
      {(["interestCredited", "interestCharged"] as const)
        .filter((name) => Number(month[name]) !== 0)
        .map((name) => (
          <div key={name} className="zk-soft">
            <dt>
              {t(`portrait.${name}`)}
              <small>{t("portrait.insideSpread")}</small>
            </dt>
            <dd>({format.decimal(month[name])})</dd>
          </div>
        ))}
    </dl>
  );
}

function Drawn({ profit }: { profit: Profit }) {
  const { t } = useTranslation();
  const option = useOption(profit.months);
  const known = profit.months.filter((month) => month.total !== null);
  const [at, setAt] = useState<number | null>(null);
  if (profit.margins === null) return <Nothing title={t("portrait.noMargins")} hint={t("portrait.noMarginsHint")} />;
  if (known.length === 0) return <Nothing title={t("portrait.notEnough")} hint={t("portrait.notEnoughHint")} />;
  const chosen = profit.months[at ?? profit.months.length - 1] ?? known[known.length - 1];
  return (
    <div className="zk-profit">
      <Chart
        option={option}
        height={250}
        label={t("portrait.contribution")}
        onClick={(data) => setAt((data as { at?: number }).at ?? null)}
      />
      {chosen && <Parts month={chosen} />}
    </div>
  );
}

export function ProfitChart({ id }: { id: string }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const query = useProfit(id);
  const margins = query.data?.margins;
  return (
    <section>
      <h2 className="zk-h2">
        <span>
          {t("portrait.contribution")}
          {margins && (
            <Tooltip
              title={t("portrait.contributionHow", {
                name: pick(margins.nameZh, margins.nameEn),
                version: margins.version,
              })}
            >
              <InfoCircleOutlined className="zk-soft" style={{ marginLeft: 6 }} />
            </Tooltip>
          )}
        </span>
        <small>{t("portrait.contributionNote")}</small>
      </h2>
      <Answer query={query} rows={5}>
        {(profit) => <Drawn profit={profit} />}
      </Answer>
    </section>
  );
}
