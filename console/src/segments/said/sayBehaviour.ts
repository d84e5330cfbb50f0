import { type Expression, isPlain } from "../builder/draft";
import { BOUNDS, FIGURES, type Form } from "../builder/forms";
import { testsOf } from "../builder/where";
import { nameOf, type Speaker, strong, testOf, valueSaid } from "./speaker";

/** The forms over what customers did, as a sentence. */
export function sayBehaviour(speaker: Speaker, form: Form, inside: Expression): string {
  const { text } = speaker;
  const number = (name: string) => strong(String(inside[name] ?? "?"));
  const act = sayAct(speaker, inside);
  switch (form) {
    case "first_time":
      return text("say.firstTime", { days: number("within_days"), act });
    case "regularly":
      return text(`say.regularly.${inside.unit === "weeks" ? "weeks" : "months"}`, {
        least: number("at_least"),
        last: number("of_last"),
        act,
      });
    case "stopped":
    case "restarted":
      return text(`say.${form}`, {
        active: number("active_days"),
        quiet: number("quiet_days"),
        act,
        times: timesAtLeast(speaker, inside),
      });
    case "sequence":
      return saySequence(speaker, inside);
    default: {
      const window = sayWindow(speaker, inside);
      const often = sayFigure(speaker, inside);
      if (form === "did") return text("say.did", { window, act, often });
      return isOnce(inside) ? text("say.didNot", { window, act }) : text("say.didNotSo", { window, act, often });
    }
  }
}

/** "card payment (amount at least 1,000)". */
export function sayAct(speaker: Speaker, act: Expression): string {
  const event = speaker.vocabulary?.events.find((one) => one.name === act.event);
  const name = strong((event && speaker.pick(event.nameZh, event.nameEn)) || String(act.event || "?"));
  const tests = testsOf(act.where).map((test) => {
    const item = event?.properties.find((one) => one.key === test.field);
    return testOf(speaker, nameOf(speaker, event?.properties, test.field), item, test.op, test.value);
  });
  return tests.length > 0
    ? speaker.text("say.actWhere", { act: name, where: tests.join(speaker.text("say.whereJoint")) })
    : name;
}

function saySequence(speaker: Speaker, inside: Expression): string {
  const { text } = speaker;
  const steps = (inside.steps as Expression[]).map((step, at) => {
    const act = sayAct(speaker, step);
    if (at === 0) return act;
    return isPlain(step.without)
      ? text("say.andThenWithout", { act, without: sayAct(speaker, step.without) })
      : text("say.andThen", { act });
  });
  const span = isPlain(inside.span) ? Object.entries(inside.span)[0] : undefined;
  const limits = [
    ...(span ? [text(`say.span.${span[0]}`, { number: strong(String(span[1])) })] : []),
    ...(inside.within_days || inside.since ? [sayWindow(speaker, inside)] : []),
  ];
  const told = text("say.sequence", { steps: steps.join("") });
  return limits.length > 0 ? text("say.sequenceLimits", { told, limits: limits.join(text("say.whereJoint")) }) : told;
}

function sayWindow(speaker: Speaker, inside: Expression): string {
  if (inside.since === "enrolment") return speaker.text("say.sinceEnrolment");
  return inside.within_days
    ? speaker.text("say.within", { days: strong(String(inside.within_days)) })
    : speaker.text("say.ever");
}

const isOnce = (inside: Expression) =>
  (inside.at_least ?? 1) === 1 &&
  [inside.at_most, inside.exactly, ...FIGURES.map((name) => inside[name])].every((given) => given === undefined);

const timesAtLeast = (speaker: Speaker, inside: Expression) =>
  inside.at_least ? speaker.text("say.timesAtLeast", { times: strong(String(inside.at_least)) }) : "";

function sayFigure(speaker: Speaker, inside: Expression): string {
  const { text } = speaker;
  const figure = FIGURES.find((name) => isPlain(inside[name]));
  if (figure) return sayTotal(speaker, inside, figure, inside[figure] as Expression);
  const times = (name: string) => strong(String(inside[name]));
  if (inside.exactly !== undefined) return text("say.timesExactly", { times: times("exactly") });
  if (inside.at_most !== undefined && inside.at_least !== undefined)
    return text("say.timesBetween", { from: times("at_least"), to: times("at_most") });
  if (inside.at_most !== undefined) return text("say.timesAtMost", { times: times("at_most") });
  return text("say.timesAtLeast", { times: strong(String(inside.at_least ?? 1)) });
}

function sayTotal(speaker: Speaker, inside: Expression, figure: string, given: Expression): string {
  const event = speaker.vocabulary?.events.find((one) => one.name === inside.event);
  const item = event?.properties.find((one) => one.key === given.of);
  const bounds = BOUNDS.filter((bound) => given[bound] !== undefined).map((bound) =>
    speaker.text("say.bound", { op: speaker.operator(bound), value: strong(valueSaid(speaker, item, given[bound])) }),
  );
  const of = nameOf(speaker, event?.properties, String(given.of || "?"));
  return speaker.text(`say.figure.${figure}`, { of: strong(of), bounds: bounds.join(speaker.text("say.boundJoint")) });
}
