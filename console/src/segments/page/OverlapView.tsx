import { Select, Spin } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Schemas } from "../../api/client";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { Answer, Nothing } from "../../layout/States";
import { palette } from "../../layout/theme";
import { useUrlState } from "../../tables/useUrlState";
import { useOverlap, useSegments } from "../queries";
import type { BuilderStart } from "../SegmentBuilderPage";
import { boxOf, labelOf, regionExpression, vennOf } from "./venn";

const COLOURS = [palette.primary, palette.amber, palette.teal];
const OTHERS_MAX = 2;

/** How many people this segment shares with one or two others. */
export function OverlapView({ segmentKey }: { segmentKey: string }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const url = useUrlState(["with"] as const);
  const all = useSegments().data ?? [];
  const others = (url.values.with ?? "").split(",").filter(Boolean).slice(0, OTHERS_MAX);
  const keys = [segmentKey, ...others];
  const query = useOverlap(keys);
  const name = (key: string) => {
    const found = all.find((one) => one.key === key);
    return found ? pick(found.nameZh, found.nameEn) : key;
  };
  return (
    <section className="zk-card">
      <h2>
        {t("segmentPage.overlap")}
        <small>{t("segmentPage.overlapHint")}</small>
        {others.length > 0 && query.isFetching && <Spin size="small" />}
      </h2>
      <Select
        mode="multiple"
        maxCount={OTHERS_MAX}
        showSearch={{ optionFilterProp: "label" }}
        value={others}
        onChange={(next: string[]) => url.show("with", next.join(","))}
        placeholder={t("segmentPage.overlapChoose")}
        options={all
          .filter((one) => one.key !== segmentKey && one.status.toLowerCase() === "live")
          .map((one) => ({ value: one.key, label: pick(one.nameZh, one.nameEn) }))}
        style={{ width: "100%", maxWidth: 560 }}
      />
      {others.length === 0 ? (
        <Nothing title={t("segmentPage.overlapNothing")} hint={t("segmentPage.overlapHint")} />
      ) : (
        <Answer query={query} rows={8}>
          {(overlap) => <Drawn overlap={overlap} keys={keys} names={keys.map(name)} old={query.isPlaceholderData} />}
        </Answer>
      )}
    </section>
  );
}

function Drawn(props: { overlap: Schemas["Overlap"]; keys: string[]; names: string[]; old: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { overlap, keys, names, old } = props;
  // The answer may still be that of the choice before.
  const sets = Math.max(...overlap.regions.map((region) => region.in.length));
  const circles = useMemo(() => vennOf(overlap.regions, sets), [overlap, sets]);
  if (sets !== keys.length) return null;
  const own = overlap.regions.filter((one) => one.in.includes(0)).reduce((sum, one) => sum + one.customers, 0);
  const sizeOf = (set: number) =>
    overlap.regions.filter((one) => one.in.includes(set)).reduce((sum, one) => sum + one.customers, 0);
  const open = (inside: number[]) =>
    navigate("/segments/new", { state: { expression: regionExpression(keys, inside) } satisfies BuilderStart });
  const said = (inside: number[]) => {
    const who = inside.map((set) => names[set]).join(" ∩ ");
    if (inside.length === 0) return t("segmentPage.nobody");
    return inside.length === 1 ? t("segmentPage.onlyIn", { names: who }) : t("segmentPage.inBoth", { names: who });
  };
  const box = boxOf(circles);
  const pad = 14;
  const shown = [...overlap.regions].sort((a, b) => b.in.length - a.in.length);
  return (
    <div className={old ? "zk-venn zk-venn-old" : "zk-venn"}>
      <figure>
        <svg
          viewBox={`${box.x - pad} ${box.y - pad} ${box.width + 2 * pad} ${box.height + 2 * pad}`}
          role="img"
          aria-label={t("segmentPage.overlap")}
        >
          {circles.map((circle, set) => (
            <circle
              key={keys[set]}
              cx={circle.x}
              cy={circle.y}
              r={circle.r}
              fill={COLOURS[set]}
              fillOpacity={0.22}
              stroke={COLOURS[set]}
              strokeWidth={1.5}
            />
          ))}
          {shown
            .filter((region) => region.in.length > 0 && region.customers > 0)
            .map((region) => {
              const at = labelOf(circles, region.in);
              return at && at.room > 5 ? (
                // biome-ignore lint/a11y/noStaticElementInteractions: the table beside has a button for each region
                <text
                  key={region.in.join()}
                  x={at.x}
                  y={at.y}
                  fontSize={Math.min(13, at.room)}
                  textAnchor="middle"
                  dominantBaseline="central"
                  onClick={() => open(region.in)}
                >
                  {format.count(region.customers)}
                </text>
              ) : null;
            })}
        </svg>
        <figcaption className="zk-soft">{t("segmentPage.overlapDrawn")}</figcaption>
      </figure>
      <div>
        <ul className="zk-venn-key">
          {names.map((name, set) => (
            <li key={keys[set]}>
              <i style={{ background: COLOURS[set] }} />
              {name}
              <b>{format.count(sizeOf(set))}</b>
            </li>
          ))}
        </ul>
        <table className="zk-venn-table">
          <thead>
            <tr>
              <th>{t("segmentPage.region")}</th>
              <th>{t("segmentPage.people")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {shown.map((region) => (
              <tr key={region.in.join()}>
                <td>{said(region.in)}</td>
                <td>
                  <button type="button" className="zk-link-number" onClick={() => open(region.in)}>
                    {format.count(region.customers)}
                  </button>
                </td>
                <td className="zk-soft">
                  {region.in.includes(0) && own > 0
                    ? t("segmentPage.overlapOf", { share: format.percent(region.customers / own) })
                    : ""}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="zk-soft">{t("segmentPage.asSegment")}</p>
      </div>
    </div>
  );
}
