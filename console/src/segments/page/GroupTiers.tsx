import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { stackColour } from "../../charts/stackColours";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { useTierings } from "../../tierings/queries";
import { tieredBy } from "./portrait";

type Piece = Schemas["PortraitPiece"];

function Bar({ pieces, of, label }: { pieces: Piece[]; of: "share" | "shareAll"; label: string }) {
  const { pick } = useLanguage();
  const format = useFormat();
  return (
    <>
      <span className="zk-soft">{label}</span>
      <div className="zk-tier-bar" role="img" aria-label={label}>
        {pieces.map((piece, place) => (
          <i
            key={piece.value}
            style={{ width: `${piece[of] * 100}%`, background: stackColour(piece.value === "" ? -1 : place) }}
            title={`${pick(piece.nameZh, piece.nameEn)} ${format.percent(piece[of], 1)}`}
          />
        ))}
      </div>
    </>
  );
}

/** How the group spreads over lifecycle and tiers, beside all customers. */
export function GroupTiers({ portrait }: { portrait: Schemas["Portrait"] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const shown = tieredBy(useTierings().data ?? [], portrait);
  if (shown.length === 0) return null;
  return (
    <section className="zk-card">
      <h2>
        {t("segmentPage.tiers")}
        <small>{t("segmentPage.tiersHint")}</small>
      </h2>
      <div className="zk-tiers">
        {shown.map(({ tiering, pieces }) => (
          <article key={tiering.key}>
            <Link to={`/tierings?tiering=${tiering.key}`}>{pick(tiering.nameZh, tiering.nameEn)}</Link>
            <div className="zk-tier-bars">
              <Bar pieces={pieces} of="share" label={t("segmentPage.group")} />
              <Bar pieces={pieces} of="shareAll" label={t("segmentPage.everybody")} />
            </div>
            <ul>
              {pieces.map((piece, place) => (
                <li key={piece.value}>
                  <i style={{ background: stackColour(piece.value === "" ? -1 : place) }} />
                  {pick(piece.nameZh, piece.nameEn)} <b>{format.percent(piece.share, 0)}</b>
                </li>
              ))}
            </ul>
          </article>
        ))}
      </div>
    </section>
  );
}
