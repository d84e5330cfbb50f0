import { CheckCircleFilled, CloseCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { Drawer, Tag } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer } from "../layout/States";
import { useTagValue } from "../tags/useTagValue";
import { BecauseFacts } from "./BecauseFacts";
import { type CaseState, caseStates } from "./because";
import { useBecause } from "./queries";

type Why = Schemas["Because"];
type Line = Schemas["BecauseLine"];
type Other = Schemas["BecauseTag"];

const STATES: Record<CaseState, ReactNode> = {
  chosen: <CheckCircleFilled className="zk-better" />,
  holds: <CheckCircleFilled className="zk-soft" />,
  fails: <CloseCircleOutlined className="zk-soft" />,
  notReached: <MinusCircleOutlined className="zk-soft" />,
};

/** A value with its word beside it. */
function useValue() {
  const { pick } = useLanguage();
  const { t } = useTranslation();
  const show = useTagValue();
  return (tag: Pick<Other, "value" | "valueZh" | "valueEn" | "type" | "unitZh" | "unitEn">): string => {
    if (tag.value === null || tag.value === undefined || tag.value === "") return t("portrait.noValue");
    const word = pick(tag.valueZh, tag.valueEn);
    if (tag.type === "text") return word || String(tag.value);
    const shown = show(tag.value, tag.type, pick(tag.unitZh, tag.unitEn));
    return word ? `${shown} · ${word}` : shown;
  };
}

/** One test of another tag, with the customer's own value: the tag opens its own reasons. */
function Test({ line, open }: { line: Line; open: (key: string) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { pick, language } = useLanguage();
  const show = useTagValue();
  const value = useValue();
  const { tag } = line;
  if (tag === null) return null;
  const named = language === "zh" ? line.valuesZh : line.valuesEn;
  const wanted = line.values.map((operand, at) => {
    const name = named[at];
    if (line.daysAgo) return t("portrait.daysAgo", { days: operand });
    return name && name !== operand ? name : show(tag.type === "text" ? operand : scalar(operand, tag.type), tag.type);
  });
  return (
    <>
      <button type="button" className="zk-plain-link" onClick={() => open(tag.key)}>
        {pick(tag.nameZh, tag.nameEn)}
      </button>{" "}
      {words("operator", line.operator)} {wanted.join(line.operator === "between" ? " – " : "、")}
      <span className="zk-because-actual">{value(tag)}</span>
    </>
  );
}

function scalar(operand: string, type: string): string | number {
  const number = Number(operand);
  return type === "date" || type === "flag" || Number.isNaN(number) ? operand : number;
}

function Cases({ why, open }: { why: Why; open: (key: string) => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const show = useTagValue();
  const states = caseStates(why.cases);
  return (
    <>
      <p className="zk-soft zk-small">{t("portrait.ruleFirst")}</p>
      <ol className="zk-cases">
        {why.cases.map((one, at) => {
          const state = states[at] ?? "fails";
          const name = pick(one.valueZh, one.valueEn);
          return (
            <li key={`${one.value}:${at.toString()}`} className={`zk-case zk-case-${state}`}>
              <header>
                {STATES[state]} <b>{name !== one.value ? name : show(one.value, why.type)}</b>
                <small>{t(`portrait.${state}`)}</small>
              </header>
              {one.lines.length === 0 && <p className="zk-soft">{t("portrait.otherwise")}</p>}
              {one.lines.map((line, row) => (
                <div
                  key={`${line.depth}:${line.tag?.key ?? line.what}:${row.toString()}`}
                  className={line.holds ? "zk-case-line zk-case-line-holds" : "zk-case-line"}
                  style={{ paddingLeft: line.depth * 16 }}
                >
                  <i>{line.holds ? "✓" : "✗"}</i>
                  <span>
                    {line.what === "test" ? (
                      <Test line={line} open={open} />
                    ) : (
                      t(`portrait.${line.what as "and" | "or" | "not"}`)
                    )}
                  </span>
                </div>
              ))}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Operands({ why, open }: { why: Why; open: (key: string) => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const value = useValue();
  const labels =
    why.kind === "ratio" ? [t("portrait.ratioOf"), t("portrait.ratioTo")] : why.tags.map(() => t("portrait.rankOf"));
  return (
    <dl className="zk-facts zk-operands">
      {why.tags.map((tag, at) => (
        <div key={tag.key}>
          <dt>{labels[at]}</dt>
          <dd>
            <button type="button" className="zk-plain-link" onClick={() => open(tag.key)}>
              {pick(tag.nameZh, tag.nameEn)}
            </button>
            <b>{value(tag)}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Attribute({ attribute }: { attribute: NonNullable<Why["attribute"]> }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const form = attribute.form as "value" | "age" | "dayssince";
  return (
    <dl className="zk-facts zk-operands">
      <div>
        <dt>{t("portrait.attributeOf")}</dt>
        <dd>
          {pick(attribute.nameZh, attribute.nameEn)}
          <b>{attribute.value || t("portrait.noValue")}</b>
          <small className="zk-soft">{t(`portrait.form.${form}`)}</small>
        </dd>
      </div>
    </dl>
  );
}

function Whole({ why, open }: { why: Why; open: (key: string) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick } = useLanguage();
  const value = useValue();
  const nothing = why.rows === null && why.cases.length === 0 && why.tags.length === 0 && why.attribute === null;
  return (
    <div className="zk-because">
      <p className="zk-because-value">
        <b>{value(why)}</b>
        {why.asOf && <small>{t("portrait.whyAsOf", { day: format.day(why.asOf) })}</small>}
      </p>
      <p className="zk-soft">
        {pick(why.descriptionZh, why.descriptionEn)} <Tag variant="filled">{words("tagKind", why.kind)}</Tag>
        <Link to={`/tags/${why.key}`}>{t("portrait.definition")}</Link>
      </p>
      {nothing && <p>{t("portrait.whyNone")}</p>}
      {why.rows && <BecauseFacts rows={why.rows} />}
      {why.cases.length > 0 && <Cases why={why} open={open} />}
      {why.tags.length > 0 && <Operands why={why} open={open} />}
      {why.attribute && <Attribute attribute={why.attribute} />}
    </div>
  );
}

/** Why the customer has this value: the facts that counted, the case that held, what was divided by what. */
export function Because(props: { id: string; tag: string | null; open: (key: string) => void; close: () => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const query = useBecause(props.id, props.tag);
  const title = query.data ? pick(query.data.nameZh, query.data.nameEn) : t("portrait.whyTitle");
  return (
    <Drawer open={props.tag !== null} onClose={props.close} size={620} title={title} destroyOnHidden>
      {props.tag !== null && (
        <Answer query={query} rows={8}>
          {(why) => <Whole why={why} open={props.open} />}
        </Answer>
      )}
    </Drawer>
  );
}
