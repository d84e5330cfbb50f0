import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ActEditor } from "./ActEditor";
import { type LeafProps, Window } from "./BehaviourLeaf";
import { type Expression, isPlain } from "./draft";
import { Numbered, Words } from "./fields";

const STEPS_MAX = 8;
const UNITS = ["minutes", "hours", "days"] as const;

/** One act after the other, with nothing of another kind in between, within a span. */
export function SequenceLeaf({ body, open, change }: LeafProps) {
  const { t } = useTranslation();
  const inside = body.sequence as Expression;
  const steps = inside.steps as Expression[];
  const put = (next: Expression) => change({ sequence: next });
  const setStep = (at: number, next: Expression | undefined) =>
    put({ ...inside, steps: steps.flatMap((step, place) => (place === at ? (next ? [next] : []) : [step])) });
  return (
    <div className="zk-steps">
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name but their place
        <div className="zk-step" key={at}>
          <span className="zk-step-number">{t("builder.step", { number: at + 1 })}</span>
          <div className="zk-leaf-body">
            {isPlain(step.without) && (
              <div className="zk-without">
                <span className="zk-soft">{t("builder.without")}</span>
                <ActEditor act={step.without} change={(without) => setStep(at, { ...step, without })} open={open} />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t("segments.remove")}
                  onClick={() => setStep(at, bare(step))}
                />
              </div>
            )}
            <ActEditor act={step} change={(next) => setStep(at, next)} open={open} />
            {at > 0 && !isPlain(step.without) && (
              <Button type="link" size="small" onClick={() => setStep(at, { ...step, without: { event: "" } })}>
                {t("builder.addWithout")}
              </Button>
            )}
          </div>
          {steps.length > 2 && (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t("segments.remove")}
              onClick={() =>
                put({
                  ...inside,
                  steps: steps.filter((_, place) => place !== at).map((one, place) => (place === 0 ? bare(one) : one)),
                })
              }
            />
          )}
        </div>
      ))}
      <div className="zk-how">
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={steps.length >= STEPS_MAX}
          onClick={() => put({ ...inside, steps: [...steps, { event: "" }] })}
        >
          {t("builder.addStep")}
        </Button>
        <Span inside={inside} change={put} />
        <Window inside={inside} change={put} open={open} />
      </div>
    </div>
  );
}

/** The first step has nothing before it to stand between. */
function bare(step: Expression): Expression {
  const { without: _, ...rest } = step;
  return rest;
}

function Span({ inside, change }: { inside: Expression; change: (next: Expression) => void }) {
  const { t } = useTranslation();
  const [unit = "hours", number] = isPlain(inside.span) ? (Object.entries(inside.span)[0] ?? []) : [];
  const put = (nextUnit: string, next: unknown) => {
    const { span: _, ...rest } = inside;
    change(next === undefined ? rest : { ...rest, span: { [nextUnit]: next } });
  };
  return (
    <span className="zk-unit">
      <Numbered
        before={t("builder.span")}
        value={number}
        onChange={(next) => put(unit, next)}
        placeholder={t("builder.noSpan")}
        width={88}
      />
      <Words
        value={unit as (typeof UNITS)[number]}
        onChange={(next) => put(next, number ?? 24)}
        options={UNITS.map((one) => ({ value: one, label: t(`builder.spanUnit.${one}`) }))}
        width={84}
      />
    </span>
  );
}
