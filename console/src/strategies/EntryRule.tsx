import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { ConditionText } from "../segments/ConditionText";
import { useVocabulary } from "../segments/queries";

/** Who enters, when and how often, and how many of them are left alone. */
export function EntryRule({ entry }: { entry: Schemas["JourneyEntryView"] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const segment = useVocabulary().data?.segments.find((one) => one.key === entry.segment);
  const again = entry.reenterAfterDays;
  return (
    <dl className="zk-entry">
      <div>
        <dt>{t("strategies.whoEnters")}</dt>
        <dd>
          {entry.segment ? (
            <Link to={`/segments/${entry.segment}`}>
              {segment ? pick(segment.nameZh, segment.nameEn) : entry.segment}
            </Link>
          ) : entry.condition ? (
            <ConditionText expression={entry.condition} />
          ) : null}
          {entry.wordsZh ? <span> {pick(entry.wordsZh, entry.wordsEn)}</span> : null}
        </dd>
      </div>
      <div>
        <dt>{t("strategies.whenEnters")}</dt>
        <dd>
          {t("strategies.asSoonAs")}
          <br />
          {entry.reentersAlways
            ? t("strategies.entersAlways")
            : again === null
              ? t("strategies.entersOnce")
              : t("strategies.entersAgain", { days: format.count(again) })}
        </dd>
      </div>
      <div>
        <dt>{t("strategies.heldOut")}</dt>
        <dd>
          {t("strategies.holdoutShare", {
            percent: format.percent(entry.holdoutPercent / 100, Number.isInteger(entry.holdoutPercent) ? 0 : 1),
          })}
          <br />
          <span className="zk-soft">{t("strategies.holdoutWhy")}</span>
        </dd>
      </div>
    </dl>
  );
}
