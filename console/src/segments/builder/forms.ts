import { type Expression, type Group, isPlain, type Node, nodesOf } from "./draft";
import { hasValue } from "./operators";
import { isWhere, whereIsFinished } from "./where";

/** The forms of the language that stand alone, under the heads of the menu. */
export const FORM_GROUPS = {
  traits: ["tag", "attribute", "changed"],
  behaviour: ["did", "did_not", "first_time", "regularly", "stopped", "restarted", "sequence"],
  membership: ["segment", "list"],
  choice: ["sample", "top", "near", "lookalike"],
} as const;

export type Form = (typeof FORM_GROUPS)[keyof typeof FORM_GROUPS][number];
export const FORMS: readonly Form[] = Object.values(FORM_GROUPS).flat();
export const BEHAVIOURS = ["did", "did_not", "first_time", "regularly", "stopped", "restarted"] as const;
export type BehaviourForm = (typeof BEHAVIOURS)[number];
export const FIGURES = ["sum", "avg", "min", "max"] as const;
export const BOUNDS = ["at_least", "more_than", "at_most", "less_than"] as const;

/** What the editor of a form shows of the inside; a leaf that says more is shown as JSON. */
const INSIDE: Record<Exclude<Form, "tag" | "attribute" | "segment" | "list">, readonly string[]> = {
  changed: ["tag", "from", "to", "within_days"],
  did: ["event", "where", "at_least", "at_most", "exactly", ...FIGURES, "within_days", "since"],
  did_not: ["event", "where", "at_least", "at_most", "exactly", ...FIGURES, "within_days", "since"],
  first_time: ["event", "where", "within_days"],
  regularly: ["event", "where", "at_least", "of_last", "unit"],
  stopped: ["event", "where", "at_least", "active_days", "quiet_days"],
  restarted: ["event", "where", "at_least", "active_days", "quiet_days"],
  sequence: ["steps", "span", "within_days", "since"],
  sample: ["percent", "salt"],
  top: ["n", "by", "within", "order", "of"],
  near: ["point", "outlet", "km"],
  lookalike: ["model", "at_least", "valid_days"],
};

const EMPTY: Record<Form, () => Expression> = {
  tag: () => ({ tag: "", op: "" }),
  attribute: () => ({ attribute: "", op: "" }),
  changed: () => ({ changed: { tag: "", within_days: 30 } }),
  did: () => ({ did: { event: "", at_least: 1, within_days: 30 } }),
  did_not: () => ({ did_not: { event: "", within_days: 30 } }),
  first_time: () => ({ first_time: { event: "", within_days: 30 } }),
  regularly: () => ({ regularly: { event: "", at_least: 3, of_last: 4, unit: "months" } }),
  stopped: () => ({ stopped: { event: "", active_days: 60, quiet_days: 30 } }),
  restarted: () => ({ restarted: { event: "", active_days: 7, quiet_days: 60 } }),
  sequence: () => ({ sequence: { steps: [{ event: "" }, { event: "" }], span: { hours: 48 }, within_days: 90 } }),
  segment: () => ({ segment: "" }),
  list: () => ({ list: "" }),
  sample: () => ({ sample: { percent: 10, salt: "" } }),
  top: () => ({ top: { n: 100, by: "", within: "outlet", order: "desc" } }),
  near: () => ({ near: { outlet: "", km: 5 } }),
  lookalike: () => ({ lookalike: { model: "", at_least: 0.8 } }),
};

export const emptyOf = (form: Form): Expression => EMPTY[form]();

/** Which editor shows the leaf whole; undefined: only its JSON does. */
export function formOf(body: unknown): Form | undefined {
  if (!isPlain(body)) return undefined;
  const [form, ...others] = FORMS.filter((name) => name in body);
  if (!form || others.length > 0) return undefined;
  if (form === "tag" || form === "attribute") {
    const known = form === "tag" ? ["tag", "op", "value", "at"] : ["attribute", "op", "value"];
    return onlyOf(body, known) && isText(body[form]) && isText(body.op) && (body.at === undefined || isDay(body.at))
      ? form
      : undefined;
  }
  if (Object.keys(body).length > 1) return undefined;
  const inside = body[form];
  if (form === "segment" || form === "list") return isText(inside) ? form : undefined;
  return isPlain(inside) && onlyOf(inside, INSIDE[form]) && isShown(form, inside) ? form : undefined;
}

function isShown(form: Form, inside: Expression): boolean {
  switch (form) {
    case "sequence":
      return (
        Array.isArray(inside.steps) &&
        inside.steps.every(isStep) &&
        isSpan(inside.span) &&
        numbersOrNone(inside, ["within_days"])
      );
    case "changed":
      return isText(inside.tag) && numbersOrNone(inside, ["within_days"]);
    case "sample":
      return isText(inside.salt) && numbersOrNone(inside, ["percent"]);
    case "top":
      return isText(inside.by) && numbersOrNone(inside, ["n"]);
    case "near":
      return (
        numbersOrNone(inside, ["km"]) &&
        ("outlet" in inside ? isText(inside.outlet) && !("point" in inside) : isPoint(inside.point))
      );
    case "lookalike":
      return isText(inside.model) && numbersOrNone(inside, ["at_least", "valid_days"]);
    default:
      return (
        isAct(inside) &&
        numbersOrNone(inside, [
          "at_least",
          "at_most",
          "exactly",
          "within_days",
          "of_last",
          "active_days",
          "quiet_days",
        ]) &&
        FIGURES.every((figure) => isFigure(inside[figure]))
      );
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";
const onlyOf = (given: Expression, known: readonly string[]) =>
  Object.keys(given).every((name) => known.includes(name));
const isAct = (given: unknown) => isPlain(given) && isText(given.event) && isWhere(given.where);
const isDay = (at: unknown) => isText(at) || (isPlain(at) && onlyOf(at, ["days_ago"]));
const isPoint = (point: unknown) => Array.isArray(point) && point.length === 2;
const numbersOrNone = (given: Expression, names: string[]) =>
  names.every((name) => given[name] === undefined || given[name] === null || isNumber(given[name]));
const isFigure = (given: unknown) =>
  given === undefined || (isPlain(given) && onlyOf(given, ["of", ...BOUNDS]) && numbersOrNone(given, [...BOUNDS]));
const isSpan = (span: unknown) =>
  span === undefined || (isPlain(span) && Object.keys(span).length === 1 && onlyOf(span, ["days", "hours", "minutes"]));
const isStep = (step: unknown) =>
  isAct(step) &&
  isPlain(step) &&
  onlyOf(step, ["event", "where", "without"]) &&
  (step.without === undefined || (isAct(step.without) && onlyOf(step.without as Expression, ["event", "where"])));

/** The ids of what is not finished: an empty group, a test without field, operator or value. */
export function unfinished(root: Group): Set<string> {
  return new Set([...nodesOf(root)].filter((node) => !isFinished(node)).map((node) => node.id));
}

function isFinished(node: Node): boolean {
  if (node.kind === "group") return node.children.length > 0;
  const form = formOf(node.body);
  if (!form) return isPlain(node.body);
  const body = node.body as Expression;
  const inside = (isPlain(body[form]) ? body[form] : {}) as Expression;
  const named = (name: string) => Boolean(inside[name]);
  const numbered = (...names: string[]) => names.every((name) => isNumber(inside[name]));
  switch (form) {
    case "tag":
    case "attribute":
      return Boolean(body[form]) && Boolean(body.op) && hasValue(body.op as string, body.value) && body.at !== "";
    case "segment":
    case "list":
      return Boolean(body[form]);
    case "changed":
      return named("tag") && numbered("within_days");
    case "sample":
      return named("salt") && numbered("percent");
    case "top":
      return named("by") && numbered("n");
    case "near":
      return numbered("km") && ("outlet" in inside ? named("outlet") : (inside.point as unknown[]).every(isNumber));
    case "lookalike":
      return named("model") && numbered("at_least");
    case "sequence":
      return (inside.steps as Expression[]).length >= 2 && (inside.steps as Expression[]).every(stepIsFinished);
    default:
      return actIsFinished(inside) && figureIsFinished(inside) && numbered(...needed(form));
  }
}

const needed = (form: Form): string[] =>
  ({
    first_time: ["within_days"],
    regularly: ["at_least", "of_last"],
    stopped: ["active_days", "quiet_days"],
    restarted: ["active_days", "quiet_days"],
  })[form as string] ?? [];
const actIsFinished = (act: Expression) => Boolean(act.event) && whereIsFinished(act.where);
const stepIsFinished = (step: Expression) =>
  actIsFinished(step) && (!isPlain(step.without) || actIsFinished(step.without));
const figureIsFinished = (inside: Expression) =>
  FIGURES.every((name) => {
    const figure = inside[name];
    return !isPlain(figure) || (Boolean(figure.of) && BOUNDS.some((bound) => isNumber(figure[bound])));
  });

/** The same act told in another form: what both forms know is kept. */
export function retold(body: Expression, from: BehaviourForm, to: BehaviourForm): Expression {
  const before = body[from] as Expression;
  const after = { ...(emptyOf(to)[to] as Expression), ...pickOf(before, ["event", "where"]) };
  const alike =
    (from === "did" && to === "did_not") ||
    (from === "did_not" && to === "did") ||
    (from === "stopped" && to === "restarted");
  const keeps = alike ? INSIDE[to] : INSIDE[to].filter((name) => name === "within_days" && before[name] !== undefined);
  return { [to]: { ...after, ...pickOf(before, keeps) } };
}

const pickOf = (given: Expression, names: readonly string[]): Expression =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
