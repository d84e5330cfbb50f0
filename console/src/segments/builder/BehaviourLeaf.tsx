import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n/useWords";
import { ActEditor } from "./ActEditor";
import type { Expression } from "./draft";
import { ItemSelect, Numbered, Words } from "./fields";
import { BEHAVIOURS, type BehaviourForm, BOUNDS, FIGURES, retold } from "./forms";
import { useBuilder } from "./useBuilder";

export type LeafProps = { body: Expression; open: boolean; change: (next: Expression) => void };
type PartProps = { inside: Expression; change: (next: Expression) => void; open: boolean };

/** What customers did, told in one of six ways; the act is kept when the way changes. */
export function BehaviourLeaf({ form, body, open, change }: LeafProps & { form: BehaviourForm }) {
  const { t } = useTranslation();
  const inside = body[form] as Expression;
  const put = (next: Expression) => change({ [form]: next });
  return (
    <>
      <Words
        value={form}
        onChange={(next) => change(retold(body, form, next))}
        options={BEHAVIOURS.map((one) => ({ value: one, label: t(`builder.forms.${one}`) }))}
      />
      <ActEditor act={inside} change={put} open={open} />
      <div className="zk-how">{how(form, { inside, change: put, open })}</div>
    </>
  );
}

function how(form: BehaviourForm, part: PartProps) {
  switch (form) {
    case "first_time":
      return <Window {...part} needed />;
    case "regularly":
      return <Periods {...part} />;
    case "stopped":
    case "restarted":
      return <Quiet {...part} form={form} />;
    default:
      return (
        <>
          <Figure {...part} />
          <Window {...part} />
        </>
      );
  }
}

export function Window({ inside, change, open, needed }: PartProps & { needed?: boolean }) {
  const { t } = useTranslation();
  const put = (days: number | undefined) => {
    const { within_days: _, ...rest } = inside;
    change(days === undefined && !needed ? rest : { ...rest, within_days: days });
  };
  return (
    <>
      <Numbered
        before={t("builder.within")}
        after={t("builder.days")}
        value={inside.within_days}
        onChange={put}
        placeholder={needed ? undefined : t("builder.ever")}
        needed={needed && open}
        width={88}
      />
      {inside.since === "enrolment" && <span className="zk-soft">{t("builder.sinceEnrolment")}</span>}
    </>
  );
}

const TIMES = ["at_least", "at_most", "exactly", "between"] as const;
type Times = (typeof TIMES)[number];

/** How often, or how much. */
function Figure({ inside, change, open }: PartProps) {
  const { t } = useTranslation();
  const figure = FIGURES.find((name) => inside[name] !== undefined);
  const bare = Object.fromEntries(
    Object.entries(inside).filter(([name]) => !["at_least", "at_most", "exactly", ...FIGURES].includes(name)),
  );
  const measure = (name: string) =>
    change(name === "count" ? { ...bare, at_least: 1 } : { ...bare, [name]: { of: "", at_least: undefined } });
  return (
    <>
      <Words
        value={figure ?? "count"}
        onChange={measure}
        options={["count" as const, ...FIGURES].map((name) => ({ value: name, label: t(`builder.measure.${name}`) }))}
        width={80}
      />
      {figure ? (
        <Total name={figure} inside={inside} change={change} open={open} />
      ) : (
        <Count inside={inside} bare={bare} change={change} />
      )}
    </>
  );
}

function Count({ inside, bare, change }: { inside: Expression; bare: Expression; change: PartProps["change"] }) {
  const { t } = useTranslation();
  const { at_least: least, at_most: most, exactly } = inside;
  const op: Times =
    exactly !== undefined ? "exactly" : most === undefined ? "at_least" : least === undefined ? "at_most" : "between";
  const number = (exactly ?? least ?? most ?? 1) as number;
  const choose = (next: Times) =>
    change({
      ...bare,
      ...(next === "between"
        ? { at_least: Math.max(1, number), at_most: Math.max(1, number) + 1 }
        : { [next]: number }),
    });
  return (
    <>
      <Words
        value={op}
        onChange={choose}
        options={TIMES.map((one) => ({ value: one, label: t(`builder.countOp.${one}`) }))}
        width={76}
      />
      {op === "between" ? (
        <>
          <Numbered value={least} onChange={(value) => change({ ...inside, at_least: value ?? 1 })} width={60} />
          <Numbered
            before="–"
            after={t("builder.times")}
            value={most}
            onChange={(value) => change({ ...inside, at_most: value ?? 1 })}
            width={60}
          />
        </>
      ) : (
        <Numbered
          after={t("builder.times")}
          min={op === "at_least" ? 1 : 0}
          value={number}
          onChange={(value) => change({ ...bare, [op]: value ?? (op === "at_least" ? 1 : 0) })}
          width={60}
        />
      )}
    </>
  );
}

function Total({ name, inside, change, open }: PartProps & { name: (typeof FIGURES)[number] }) {
  const { t } = useTranslation();
  const words = useWords();
  const { vocabulary } = useBuilder();
  const figure = inside[name] as Expression;
  const properties: Schemas["VocabularyItem"][] =
    vocabulary.events.find((one) => one.name === inside.event)?.properties ?? [];
  const numeric = properties.filter((one) => ["money", "number", "count", "share", "days"].includes(one.type));
  const bounds = BOUNDS.filter((bound) => bound in figure);
  const [first = "at_least", second] = bounds;
  const put = (next: Expression) => change({ ...inside, [name]: next });
  const rename = (from: string, to: string) =>
    put(Object.fromEntries(Object.entries(figure).map(([key, value]) => [key === from ? to : key, value])));
  return (
    <>
      {numeric.length > 0 ? (
        <ItemSelect
          items={numeric}
          value={String(figure.of ?? "")}
          onChange={(of) => put({ ...figure, of })}
          open={open}
          width={110}
        />
      ) : (
        <FreeField value={String(figure.of ?? "")} onChange={(of) => put({ ...figure, of })} open={open} />
      )}
      {[first, ...(second ? [second] : [])].map((bound) => (
        <span className="zk-unit" key={bound}>
          <Words
            value={bound}
            onChange={(next) => rename(bound, next)}
            options={BOUNDS.filter((one) => one === bound || !bounds.includes(one)).map((one) => ({
              value: one,
              label: words("operator", one),
            }))}
          />
          <Numbered
            min={-1e12}
            digits={2}
            value={figure[bound]}
            onChange={(value) => put({ ...figure, [bound]: value })}
            needed={open}
            placeholder={t("segments.value")}
            width={120}
          />
        </span>
      ))}
    </>
  );
}

function FreeField({ value, onChange, open }: { value: string; onChange: (value: string) => void; open: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="zk-unit">
      {t("builder.ofField")}
      <input
        className={open && !value ? "zk-plain-input zk-plain-open" : "zk-plain-input"}
        value={value}
        placeholder="properties.amount"
        aria-label={t("builder.ofField")}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </span>
  );
}

function Periods({ inside, change, open }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Numbered
        before={t("builder.last")}
        value={inside.of_last}
        onChange={(of_last) => change({ ...inside, of_last })}
        needed={open}
        max={260}
        width={60}
      />
      <Words
        value={inside.unit === "weeks" ? "weeks" : "months"}
        onChange={(unit) => change({ ...inside, unit })}
        options={(["weeks", "months"] as const).map((unit) => ({ value: unit, label: t(`builder.${unit}`) }))}
        width={84}
      />
      <Numbered
        before={t("builder.ofThem")}
        after={t(inside.unit === "weeks" ? "builder.weeks" : "builder.months")}
        value={inside.at_least}
        onChange={(at_least) => change({ ...inside, at_least })}
        needed={open}
        max={260}
        width={60}
      />
    </>
  );
}

function Quiet({ inside, change, open, form }: PartProps & { form: "stopped" | "restarted" }) {
  const { t } = useTranslation();
  const stopped = form === "stopped";
  const active = (
    <Numbered
      before={t(stopped ? "builder.activeBefore" : "builder.activeLast")}
      after={t(stopped ? "builder.activeDays" : "builder.restartedDays")}
      value={inside.active_days}
      onChange={(active_days) => change({ ...inside, active_days })}
      needed={open}
    />
  );
  const quiet = (
    <Numbered
      before={t(stopped ? "builder.quietLast" : "builder.quietBefore")}
      after={t(stopped ? "builder.quietDays" : "builder.restartQuiet")}
      value={inside.quiet_days}
      onChange={(quiet_days) => change({ ...inside, quiet_days })}
      needed={open}
    />
  );
  return (
    <>
      {active}
      <Numbered
        before={t("segments.atLeast")}
        after={t("builder.times")}
        value={inside.at_least ?? 1}
        onChange={(times) => {
          const { at_least: _, ...rest } = inside;
          change(times && times > 1 ? { ...rest, at_least: times } : rest);
        }}
        width={60}
      />
      {quiet}
    </>
  );
}
