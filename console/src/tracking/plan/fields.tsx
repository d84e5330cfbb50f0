import { Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError } from "../../api/problem";
import { useFault } from "../../i18n/useFault";
import type { WordGroup } from "../../i18n/useWords";
import { useWords } from "../../i18n/useWords";
import { bothOf, nodeOf, numberOf, type PlanNode, type Step, textOf } from "./document";
import { usePlanDraft } from "./usePlanDraft";

/** Where a field stands: the node it is part of, and the steps there. */
export type Place = { at: PlanNode; steps: readonly Step[]; field: string; label: string };

/** What the server refuses stands under the field it refuses. */
export function Faulty({ faults, children }: { faults: FieldError[]; children: ReactNode }) {
  const say = useFault();
  return (
    <div className="zk-plan-field">
      {children}
      {faults.map((fault) => (
        <div className="zk-plan-fault" key={`${fault.field} ${fault.message}`}>
          {say(fault)}
        </div>
      ))}
    </div>
  );
}

export function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="zk-plan-labelled">
      <span>{label}</span>
      {children}
      {hint && <small className="zk-soft">{hint}</small>}
    </div>
  );
}

export function TextField({
  at,
  steps,
  field,
  label,
  placeholder,
  code,
}: Place & { placeholder?: string; code?: boolean }) {
  const draft = usePlanDraft();
  const faults = draft.faults(...steps, field);
  return (
    <Faulty faults={faults}>
      <Input
        value={textOf(at, field)}
        className={code ? "zk-plan-code" : undefined}
        status={faults.length > 0 ? "error" : undefined}
        aria-label={label}
        placeholder={placeholder}
        onChange={(event) => draft.write([...steps, field], event.target.value)}
      />
    </Faulty>
  );
}

/** Chinese beside English. */
export function BothField({ at, steps, field, label, long }: Place & { long?: boolean }) {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  const faults = draft.faults(...steps, field);
  const both = bothOf(at, field);
  const Box = long ? Input.TextArea : Input;
  return (
    <Faulty faults={faults}>
      <div className="zk-plan-both">
        {(["zh", "en"] as const).map((language) => {
          const isWrong = faults.some((fault) => !fault.field.endsWith(language === "zh" ? ".en" : ".zh"));
          return (
            <Box
              key={language}
              value={both[language]}
              status={isWrong ? "error" : undefined}
              aria-label={`${label} ${language}`}
              placeholder={t(`tracking.form.${language}`)}
              onChange={(event: { target: { value: string } }) =>
                draft.write([...steps, field], { ...nodeOf(at, field), ...both, [language]: event.target.value })
              }
            />
          );
        })}
      </div>
    </Faulty>
  );
}

export function NumberField({
  at,
  steps,
  field,
  label,
  scale = 1,
  ...shown
}: Place & { scale?: number; suffix?: string; min?: number; max?: number; placeholder?: string }) {
  const draft = usePlanDraft();
  const faults = draft.faults(...steps, field);
  const value = numberOf(at, field);
  return (
    <Faulty faults={faults}>
      <InputNumber
        value={value === null ? null : round(value * scale)}
        status={faults.length > 0 ? "error" : undefined}
        aria-label={label}
        controls={false}
        onChange={(next) => draft.write([...steps, field], next === null ? undefined : round(next / scale))}
        {...shown}
      />
    </Faulty>
  );
}

/** A share is shown in percent: no tail of a binary fraction. */
const round = (value: number) => Number(value.toPrecision(12));

/** One of the plan's words. Where it may be left out, what holds then is said. */
export function ChoiceField({
  at,
  steps,
  field,
  label,
  group,
  codes,
  otherwise,
}: Place & { group: WordGroup; codes: readonly string[]; otherwise?: string }) {
  const draft = usePlanDraft();
  const words = useWords();
  const faults = draft.faults(...steps, field);
  return (
    <Faulty faults={faults}>
      <Select
        value={textOf(at, field) || undefined}
        status={faults.length > 0 ? "error" : undefined}
        aria-label={label}
        allowClear={otherwise !== undefined}
        placeholder={otherwise}
        onChange={(next) => draft.write([...steps, field], next)}
        options={codes.map((code) => ({ value: code, label: words(group, code) }))}
      />
    </Faulty>
  );
}

export const ON_VIOLATION = ["mark", "drop", "quarantine"];

/** What becomes of an event that breaks the plan; where nothing is chosen, as the level above says. */
export function ViolationField({ inherited, ...place }: Pick<Place, "at" | "steps"> & { inherited?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ChoiceField
      {...place}
      field="on_violation"
      label={t("tracking.form.onViolation")}
      group="violating"
      codes={ON_VIOLATION}
      otherwise={inherited && t("tracking.form.inherits", { word: words("violating", inherited) })}
    />
  );
}
