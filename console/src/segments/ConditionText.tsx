import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { useTagValue } from "../tags/useTagValue";
import { type Condition, fromExpression, needsValue } from "./builder/conditions";
import { useVocabulary } from "./queries";

type Item = Schemas["VocabularyItem"];

/** Conditions as people say them, each on a line, groups set in. */
export function ConditionText({ expression }: { expression: unknown }) {
  const vocabulary = useVocabulary().data;
  return (
    <div className="zk-condition-text">
      <Line condition={fromExpression(expression)} vocabulary={vocabulary} />
    </div>
  );
}

function Line({ condition, vocabulary }: { condition: Condition; vocabulary: Schemas["Vocabulary"] | undefined }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const show = useTagValue();
  const named = (items: Item[] | undefined, key: string) => {
    const item = items?.find((one) => one.key === key);
    return item ? pick(item.nameZh, item.nameEn) : key;
  };
  const value = (item: Item | undefined, given: unknown): string => {
    if (Array.isArray(given)) return given.map((one) => value(item, one)).join(" / ");
    if (typeof given === "object" && given !== null && "days_ago" in given)
      return t("segments.daysAgoText", { days: String(given.days_ago) });
    const known = item?.values?.find((one) => one.value === given);
    if (known) return pick(known.zh, known.en);
    return show(given, item?.type ?? "text", pick(item?.unitZh, item?.unitEn));
  };
  switch (condition.kind) {
    case "group":
      return (
        <div className={condition.negated ? "zk-said zk-said-not" : "zk-said"}>
          <em>
            {condition.negated ? `${t("segments.not")} · ` : ""}
            {condition.op === "and" ? t("segments.and") : t("segments.or")}
          </em>
          <ul>
            {condition.children.map((child) => (
              <li key={child.id}>
                <Line condition={child} vocabulary={vocabulary} />
              </li>
            ))}
          </ul>
        </div>
      );
    case "tag":
    case "attribute": {
      const items = condition.kind === "tag" ? vocabulary?.tags : vocabulary?.attributes;
      const item = items?.find((one) => one.key === condition.field);
      return (
        <span>
          <b>{named(items, condition.field)}</b> {words("operator", condition.op)}{" "}
          {needsValue(condition.op) && <b>{value(item, condition.value)}</b>}
        </span>
      );
    }
    case "did": {
      const event = vocabulary?.events.find((one) => one.name === condition.event);
      return (
        <span>
          {condition.withinDays === null
            ? t("segments.everDays")
            : `${t("segments.withinDays")} ${condition.withinDays} ${t("segments.daysUnit")}`}{" "}
          {condition.never ? t("segments.didNotCondition") : t("segments.didCondition")}{" "}
          <b>{event ? pick(event.nameZh, event.nameEn) : condition.event}</b> {t("segments.atLeast")}{" "}
          {condition.atLeast} {t("segments.times")}
          {condition.where.length > 0 && (
            <span className="zk-soft">
              {" ("}
              {condition.where
                .map((test) => {
                  const item = event?.properties.find((one) => one.key === test.field);
                  return `${named(event?.properties, test.field)} ${words("operator", test.op)} ${value(item, test.value)}`;
                })
                .join("; ")}
              {")"}
            </span>
          )}
        </span>
      );
    }
    case "segment":
      return (
        <span>
          {t("segments.inSegment")} <b>{named(vocabulary?.segments, condition.key)}</b>
        </span>
      );
    case "list":
      return (
        <span>
          {t("segments.inList")} <b>{named(vocabulary?.lists, condition.key)}</b>
        </span>
      );
    case "verbatim":
      return <code>{JSON.stringify(condition.expression)}</code>;
  }
}
