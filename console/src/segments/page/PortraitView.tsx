import { Button, DatePicker, Input, Select, Spin, Tooltip } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { useSession } from "../../api/session";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import { Answer, Nothing } from "../../layout/States";
import { useUrlState } from "../../tables/useUrlState";
import { usePortrait } from "../queries";
import { Belongings } from "./Belongings";
import { GroupTiers } from "./GroupTiers";
import { peopleOf, piecesShown, tagsShown } from "./portrait";

const TAGS_AT_FIRST = 12;

/** The group on any day: its tiers, what it owns and owes, and which tags set it apart from all customers. */
export function PortraitView({ segmentKey }: { segmentKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useSession().data?.bank.businessDate;
  const url = useUrlState(["day"] as const);
  const day = url.values.day ?? null;
  const query = usePortrait(segmentKey, day);
  return (
    <>
      <div className="zk-view-bar">
        <span className="zk-view-label">
          {t("segmentPage.portraitDay")}
          <DatePicker
            value={day ? dayjs(day) : null}
            placeholder={t("segmentPage.portraitToday")}
            maxDate={today ? dayjs(today) : undefined}
            onChange={(next) => url.show("day", next?.format("YYYY-MM-DD"))}
          />
        </span>
        {query.data && (
          <span className="zk-soft">
            {t("segmentPage.portraitSize", {
              customers: format.count(query.data.customers),
              total: format.count(query.data.total),
              day: format.day(query.data.tagDate),
            })}
          </span>
        )}
        {query.isFetching && <Spin size="small" />}
      </div>
      <Answer query={query.error && !query.isFetching ? { ...query, data: undefined } : query} rows={10}>
        {(portrait) =>
          portrait.customers === 0 ? (
            <section className="zk-card">
              <Nothing title={t("segmentPage.portraitEmpty")} hint={t("segmentPage.portraitEmptyHint")} />
            </section>
          ) : (
            <div className="zk-group">
              <GroupTiers portrait={portrait} />
              <Belongings segmentKey={segmentKey} day={day} customers={portrait.customers} />
              <section className="zk-card">
                <h2>
                  {t("segmentPage.portrait")}
                  <small>{t("segmentPage.portraitHint")}</small>
                </h2>
                <Tags portrait={portrait} people={day === null ? segmentKey : null} />
              </section>
            </div>
          )
        }
      </Answer>
    </>
  );
}

/** @param people The segment whose members the numbers open; null on another day, whose members are not listed. */
function Tags({ portrait, people }: { portrait: Schemas["Portrait"]; people: string | null }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const [q, setQ] = useState("");
  const [dimension, setDimension] = useState("");
  const [count, setCount] = useState(TAGS_AT_FIRST);
  const dimensions = [...new Set(portrait.tags.map((tag) => tag.dimension))];
  const found = tagsShown(portrait.tags, { q, dimension, names: (tag) => `${tag.nameZh} ${tag.nameEn}` });
  const farthest = Math.max(...portrait.tags.map((tag) => tag.distance), 1e-9);
  return (
    <>
      <div className="zk-view-bar">
        <Input.Search
          allowClear
          placeholder={t("segmentPage.portraitSearch")}
          onChange={(event) => setQ(event.target.value)}
          style={{ width: 220 }}
        />
        <Select
          value={dimension}
          onChange={setDimension}
          options={[
            { value: "", label: t("segmentPage.allDimensions") },
            ...dimensions.map((one) => ({ value: one, label: words("dimension", one) })),
          ]}
          style={{ width: 150 }}
        />
      </div>
      {found.length === 0 && (
        <Nothing title={t("segmentPage.portraitNothing")} hint={t("segmentPage.portraitNothingHint")} />
      )}
      <div className="zk-portrait">
        {found.slice(0, count).map((tag) => (
          <article key={tag.key}>
            <header>
              <div>
                <b>{pick(tag.nameZh, tag.nameEn)}</b>
                <small>{words("dimension", tag.dimension)}</small>
              </div>
              <Tooltip title={`${t("segmentPage.distinguish")} ${tag.distance.toFixed(3)}`}>
                <span className="zk-portrait-distance">
                  <i style={{ width: `${Math.max(2, Math.sqrt(tag.distance / farthest) * 100)}%` }} />
                </span>
              </Tooltip>
            </header>
            <Pieces tag={tag} people={people} />
          </article>
        ))}
      </div>
      {found.length > count && (
        <Button block onClick={() => setCount(found.length)} style={{ marginTop: 12 }}>
          {t("segmentPage.moreTags", { count: found.length - count })}
        </Button>
      )}
    </>
  );
}

function Pieces({ tag, people }: { tag: Schemas["PortraitTag"]; people: string | null }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const whole = piecesShown(tag.pieces, true);
  const shown = piecesShown(tag.pieces, all);
  const widest = Math.max(...shown.map((piece) => Math.max(piece.share, piece.shareAll)), 1e-9);
  return (
    <table>
      <thead>
        <tr>
          <th />
          <th />
          <th>{t("segmentPage.share")}</th>
          <th>{t("segmentPage.shareAll")}</th>
          <th title={t("segmentPage.indexHint")}>{t("segmentPage.index")}</th>
          <th title={t("segmentPage.liftHint")}>{t("segmentPage.lift")}</th>
          <th>{t("segmentPage.support")}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((piece) => (
          <tr key={piece.value}>
            <th scope="row">{pick(piece.nameZh, piece.nameEn) || piece.value}</th>
            <td className="zk-portrait-bars">
              <i style={{ width: `${(piece.share / widest) * 100}%` }} />
              <s style={{ width: `${(piece.shareAll / widest) * 100}%` }} />
            </td>
            <td>{format.percent(piece.share, 1)}</td>
            <td className="zk-soft">{format.percent(piece.shareAll, 1)}</td>
            <td className={toneOf(piece.index)}>
              {piece.index === null ? (
                <Tooltip title={t("segmentPage.fewHint")}>{t("segmentPage.few")}</Tooltip>
              ) : (
                piece.index.toFixed(2)
              )}
            </td>
            <td className={piece.index === null ? "zk-soft" : toneOf(piece.index)}>{format.points(piece.lift, 1)}</td>
            <td>
              <People count={format.count(piece.customers)} to={people && peopleOf(people, tag, piece)} />
            </td>
          </tr>
        ))}
      </tbody>
      {whole.length > shown.length || all ? (
        <tfoot>
          <tr>
            <td colSpan={7}>
              <Button type="link" size="small" onClick={() => setAll(!all)}>
                {all
                  ? t("segmentPage.lessPieces")
                  : t("segmentPage.morePieces", { count: whole.length - shown.length })}
              </Button>
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function People({ count, to }: { count: string; to: string | null }) {
  return to ? <Link to={to}>{count}</Link> : count;
}

/** Clearly more, clearly less, or as everybody. */
function toneOf(index: number | null): string {
  if (index === null) return "zk-soft";
  if (index >= 1.2) return "zk-over";
  return index <= 0.8 ? "zk-under" : "";
}
