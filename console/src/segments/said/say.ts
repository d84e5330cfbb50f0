import { type Expression, isPlain, type Node } from "../builder/draft";
import { formOf } from "../builder/forms";
import { sayBehaviour } from "./sayBehaviour";
import { nameOf, plain, type Speaker, strong, testOf, valueSaid } from "./speaker";

/** An expression in words: sentences, in groups that are set in. */
export type Said =
  | { id: string; kind: "group"; not: boolean; joint: "and" | "or"; parts: Said[] }
  | { id: string; kind: "line"; not: boolean; text: string }
  | { id: string; kind: "json"; not: boolean; json: string };

export function say(speaker: Speaker, node: Node): Said {
  const shared = { id: node.id, not: node.not % 2 === 1 };
  if (node.kind === "group") {
    return { ...shared, kind: "group", joint: node.op, parts: node.children.map((child) => say(speaker, child)) };
  }
  const text = sayLeaf(speaker, node.body);
  return text === undefined
    ? { ...shared, kind: "json", json: JSON.stringify(node.body) }
    : { ...shared, kind: "line", text };
}

/** All in one line, for a label. */
export function inOneLine(speaker: Speaker, said: Said): string {
  const not = (text: string) => (said.not ? speaker.text("say.not", { text }) : text);
  if (said.kind !== "group") return not(said.kind === "line" ? plain(said.text) : said.json);
  const parts = said.parts.map((part) => inOneLine(speaker, part));
  const joined = parts.join(speaker.text(said.joint === "and" ? "say.andJoint" : "say.orJoint"));
  return not(parts.length > 1 ? speaker.text("say.grouped", { parts: joined }) : joined);
}

/** A single condition as a sentence; nothing for what only its JSON can show. */
export function sayLeaf(speaker: Speaker, body: unknown): string | undefined {
  const form = formOf(body);
  if (!form) return undefined;
  const whole = body as Expression;
  const inside = (isPlain(whole[form]) ? whole[form] : {}) as Expression;
  const { text, vocabulary } = speaker;
  const number = (name: string) => strong(String(inside[name] ?? "?"));
  switch (form) {
    case "tag":
    case "attribute": {
      const items = form === "tag" ? vocabulary?.tags : vocabulary?.attributes;
      const key = String(whole[form] || "?");
      const test = testOf(
        speaker,
        nameOf(speaker, items, key),
        items?.find((one) => one.key === key),
        String(whole.op || "?"),
        whole.value,
      );
      return whole.at === undefined
        ? test
        : text("say.at", { day: strong(valueSaid(speaker, undefined, whole.at)), test });
    }
    case "segment":
      return text("say.inSegment", {
        name: strong(nameOf(speaker, vocabulary?.segments, String(whole.segment || "?"))),
      });
    case "list":
      return text("say.inList", { name: strong(nameOf(speaker, vocabulary?.lists, String(whole.list || "?"))) });
    case "changed": {
      const item = vocabulary?.tags.find((one) => one.key === inside.tag);
      const end = (name: string) =>
        strong(inside[name] === undefined ? text("say.anyValue") : valueSaid(speaker, item, inside[name]));
      const name = strong(nameOf(speaker, vocabulary?.tags, String(inside.tag || "?")));
      return text("say.changed", { days: number("within_days"), name, from: end("from"), to: end("to") });
    }
    case "sample":
      return text("say.sample", { percent: number("percent"), salt: strong(String(inside.salt || "?")) });
    case "top":
      return sayTop(speaker, inside);
    case "near": {
      const place =
        "outlet" in inside
          ? text("say.outlet", { outlet: strong(String(inside.outlet || "?")) })
          : strong((inside.point as unknown[]).join(", "));
      return text("say.near", { place, km: number("km") });
    }
    case "lookalike":
      return text(inside.valid_days === undefined ? "say.lookalike" : "say.lookalikeFresh", {
        model: number("model"),
        score: number("at_least"),
        days: number("valid_days"),
      });
    default:
      return sayBehaviour(speaker, form, inside);
  }
}

function sayTop(speaker: Speaker, inside: Expression): string {
  const { text, vocabulary } = speaker;
  const ranked = text("say.top", {
    within: text(inside.within === "outlet" ? "say.withinOutlet" : "say.withinBank"),
    by: strong(nameOf(speaker, vocabulary?.tags, String(inside.by || "?"))),
    order: text(inside.order === "asc" ? "say.ascending" : "say.descending"),
    n: strong(String(inside.n ?? "?")),
  });
  if (inside.of === undefined) return ranked;
  return text("say.topOf", { ranked, of: sayLeaf(speaker, inside.of) ?? JSON.stringify(inside.of) });
}
