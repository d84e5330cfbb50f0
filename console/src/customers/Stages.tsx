import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Answer, Nothing } from "../layout/States";
import { tierColour } from "../tierings/flow";
import { useStages } from "./queries";
import { beginning, pieces } from "./strip";
import { inOrder } from "./tieringOrder";

type History = Schemas["StageHistory"];

function Strip({ history, from, asOf }: { history: History; from: string; asOf: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  const { now, tiers } = history;
  const named = (code: string) => {
    const tier = tiers.find((one) => one.code === code);
    return tier ? pick(tier.nameZh, tier.nameEn) : t("tierings.withoutTier");
  };
  const codes = tiers.map((tier) => tier.code);
  return (
    <article className="zk-strip">
      <header>
        <Link to={`/tierings?tiering=${now.tiering}`}>{pick(now.nameZh, now.nameEn)}</Link>
        <b>{named(now.tier)}</b>
        <span className="zk-soft">
          {now.since
            ? t("portrait.stageSince", { day: format.day(now.since), days: now.days ?? 0 })
            : t("portrait.stageSinceBefore")}
          {history.spans.length > 1 && ` · ${t("portrait.stageMoves", { number: history.spans.length - 1 })}`}
        </span>
      </header>
      <div className="zk-strip-bar">
        {pieces(history.spans, from, asOf).map((piece) => (
          <Tooltip
            key={`${piece.tier}:${piece.from}`}
            title={t("portrait.spanSince", {
              tier: named(piece.tier),
              from: piece.from ? format.day(piece.from) : t("portrait.beforeRecords"),
              to: piece.to ? format.day(piece.to) : t("portrait.today"),
            })}
          >
            <i
              style={{
                left: `${piece.left * 100}%`,
                width: `${piece.width * 100}%`,
                background: tierColour(codes, piece.tier),
              }}
            >
              {piece.width > 0.12 && <span>{named(piece.tier)}</span>}
            </i>
          </Tooltip>
        ))}
      </div>
    </article>
  );
}

function Drawn({ histories, asOf }: { histories: History[]; asOf: string }) {
  const { t } = useTranslation();
  if (histories.length === 0) return <Nothing title={t("portrait.noStages")} hint={t("portrait.noStagesHint")} />;
  const from = beginning(
    histories.map((history) => history.spans),
    asOf,
  );
  return (
    <>
      <p className="zk-soft zk-small">{t("portrait.stageHint")}</p>
      {inOrder(histories, (history) => history.now.tiering).map((history) => (
        <Strip key={history.now.tiering} history={history} from={from} asOf={asOf} />
      ))}
      <div className="zk-strip-axis">
        <span>{from}</span>
        <span>{asOf}</span>
      </div>
    </>
  );
}

export function Stages({ id, asOf }: { id: string; asOf: string }) {
  const query = useStages(id);
  return (
    <Answer query={query} rows={6}>
      {(histories) => <Drawn histories={histories} asOf={asOf} />}
    </Answer>
  );
}
