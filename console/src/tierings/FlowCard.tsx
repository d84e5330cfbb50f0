import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chart } from "../charts/Chart";
import type { ChartOption } from "../charts/echarts";
import { useFormat } from "../format/useFormat";
import { PeopleNumber } from "../people/PeopleDrawer";
import { matrixOf, tierColour } from "./flow";
import type { Flow } from "./queries";

type Named = (code: string, side?: "old" | "new") => string;
type Open = (old: string, now: string) => void;

function useSankey(flow: Flow, tiers: string[], named: Named): ChartOption {
  const format = useFormat();
  return useMemo(() => {
    const codes = [...tiers, ""];
    const node = (side: "old" | "new", code: string) => ({
      name: `${side}:${code}`,
      depth: side === "old" ? 0 : 1,
      itemStyle: { color: tierColour(tiers, code) },
      label: { position: side === "old" ? ("left" as const) : ("right" as const), formatter: () => named(code, side) },
    });
    const used = (side: "old" | "new") => codes.filter((code) => flow.cells.some((cell) => cell[side] === code));
    return {
      tooltip: {
        formatter: (shown) => {
          const one = Array.isArray(shown) ? shown[0] : shown;
          const cell = one?.data as { old?: string; now?: string; value?: number } | undefined;
          return cell?.old === undefined
            ? ""
            : `${named(cell.old, "old")} → ${named(cell.now ?? "", "new")}<br/><b>${format.count(cell.value ?? 0)}</b>`;
        },
      },
      series: [
        {
          type: "sankey",
          left: 150,
          right: 150,
          top: 8,
          bottom: 8,
          nodeGap: 10,
          nodeWidth: 14,
          draggable: false,
          layoutIterations: 0,
          emphasis: { focus: "adjacency" },
          label: { fontSize: 12 },
          lineStyle: { color: "source", opacity: 0.32, curveness: 0.5 },
          data: [...used("old").map((code) => node("old", code)), ...used("new").map((code) => node("new", code))],
          links: flow.cells.map((cell) => ({
            source: `old:${cell.old}`,
            target: `new:${cell.new}`,
            value: cell.customers,
            old: cell.old,
            now: cell.new,
          })),
        },
      ],
    };
  }, [flow, tiers, named, format]);
}

function Matrix({ flow, tiers, named, open }: { flow: Flow; tiers: string[]; named: Named; open: Open }) {
  const { t } = useTranslation();
  const format = useFormat();
  const matrix = matrixOf(flow, tiers);
  return (
    <div className="zk-matrix-box">
      <table className="zk-matrix">
        <caption>{t("tierings.matrixHint")}</caption>
        <thead>
          <tr>
            <th aria-label={t("tierings.from")} />
            {matrix.columns.map((code) => (
              <th key={code} scope="col">
                {named(code, "new")}
              </th>
            ))}
            <th scope="col">{t("tierings.customers")}</th>
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <tr key={row.old}>
              <th scope="row">{named(row.old, "old")}</th>
              {row.cells.map((cell) => (
                <td
                  key={cell.now}
                  className={cell.now === row.old ? "zk-matrix-same" : undefined}
                  style={{ background: `rgba(28, 93, 140, ${(cell.share * 0.55).toFixed(3)})` }}
                >
                  {cell.customers > 0 ? (
                    <PeopleNumber onClick={() => open(row.old, cell.now)}>
                      {format.count(cell.customers)}
                      <small>{format.percent(cell.share, 1)}</small>
                    </PeopleNumber>
                  ) : (
                    <span className="zk-soft">–</span>
                  )}
                </td>
              ))}
              <td className="zk-matrix-all">{format.count(row.all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From which tier to which customers went, as streams or as a table. */
export function FlowCard({ flow, tiers, named, open }: { flow: Flow; tiers: string[]; named: Named; open: Open }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<"sankey" | "matrix">("sankey");
  const option = useSankey(flow, tiers, named);
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("tierings.flow")}
        <small style={{ flex: 1 }}>{t("tierings.flowHint")}</small>
        <Segmented
          size="small"
          value={shown}
          onChange={setShown}
          options={[
            { value: "sankey", label: t("tierings.sankey") },
            { value: "matrix", label: t("tierings.matrix") },
          ]}
        />
      </h2>
      {shown === "sankey" ? (
        <Chart
          option={option}
          height={Math.max(280, 60 + tiers.length * 38)}
          label={t("tierings.flow")}
          onClick={(data) => {
            const cell = data as { old?: string; now?: string };
            if (cell.old !== undefined && cell.now !== undefined) open(cell.old, cell.now);
          }}
        />
      ) : (
        <Matrix flow={flow} tiers={tiers} named={named} open={open} />
      )}
    </section>
  );
}
