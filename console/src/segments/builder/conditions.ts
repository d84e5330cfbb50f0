/** The builder's own form of a condition: a tree with ids, able to hold what is not finished yet. */
export type FieldTest = { id: string; kind: "tag" | "attribute"; field: string; op: string; value: unknown };
export type WhereTest = { id: string; field: string; op: string; value: unknown };
export type Behaviour = {
  id: string;
  kind: "did";
  never: boolean;
  event: string;
  where: WhereTest[];
  atLeast: number;
  withinDays: number | null;
  sinceEnrolment: boolean;
};
export type Membership = { id: string; kind: "segment" | "list"; key: string };
/** What the builder cannot show as fields; kept word for word. */
export type Verbatim = { id: string; kind: "verbatim"; expression: unknown };
export type Group = { id: string; kind: "group"; op: "and" | "or"; negated: boolean; children: Condition[] };
export type Condition = FieldTest | Behaviour | Membership | Verbatim | Group;

export type Expression = Record<string, unknown>;

const OPERATORS_WITHOUT_VALUE = new Set(["is_null", "not_null"]);
const OPERATORS_OF_MANY = new Set(["in", "not_in", "in_band"]);

export const needsValue = (op: string) => !OPERATORS_WITHOUT_VALUE.has(op);
export const takesMany = (op: string) => OPERATORS_OF_MANY.has(op);

let made = 0;
export function newId(): string {
  made += 1;
  return `c${made}`;
}

export const emptyGroup = (op: "and" | "or" = "and"): Group => ({
  id: newId(),
  kind: "group",
  op,
  negated: false,
  children: [],
});
export const emptyTest = (kind: "tag" | "attribute"): FieldTest => ({
  id: newId(),
  kind,
  field: "",
  op: "",
  value: undefined,
});
export const emptyBehaviour = (never: boolean): Behaviour => ({
  id: newId(),
  kind: "did",
  never,
  event: "",
  where: [],
  atLeast: 1,
  withinDays: 30,
  sinceEnrolment: false,
});
export const emptyMembership = (kind: "segment" | "list"): Membership => ({ id: newId(), kind, key: "" });
export const emptyWhere = (): WhereTest => ({ id: newId(), field: "", op: "eq", value: undefined });

/** As the server reads it. */
export function toExpression(condition: Condition): Expression {
  switch (condition.kind) {
    case "group": {
      const parts = condition.children.map(toExpression);
      const only = parts.length === 1 ? parts[0] : undefined;
      if (condition.negated) return { not: only ?? { [condition.op]: parts } };
      return { [condition.op]: parts };
    }
    case "tag":
    case "attribute":
      return {
        [condition.kind]: condition.field,
        op: condition.op,
        ...(needsValue(condition.op) ? { value: condition.value } : {}),
      };
    case "did":
      return { [condition.never ? "did_not" : "did"]: behaviourBody(condition) };
    case "segment":
    case "list":
      return { [condition.kind]: condition.key };
    case "verbatim":
      return condition.expression as Expression;
  }
}

function behaviourBody(behaviour: Behaviour): Expression {
  const where: Record<string, unknown> = {};
  for (const test of behaviour.where) {
    if (test.op === "eq") where[test.field] = test.value;
    else if (test.op === "in") where[test.field] = test.value;
    else {
      const before = where[test.field];
      where[test.field] = { ...(isPlain(before) ? before : {}), [test.op]: needsValue(test.op) ? test.value : true };
    }
  }
  return {
    event: behaviour.event,
    ...(behaviour.where.length > 0 ? { where } : {}),
    ...(behaviour.atLeast > 1 ? { at_least: behaviour.atLeast } : {}),
    ...(behaviour.withinDays !== null ? { within_days: behaviour.withinDays } : {}),
    ...(behaviour.sinceEnrolment ? { since: "enrolment" } : {}),
  };
}

/** Back from the server's form; the root is always a group. */
export function fromExpression(expression: unknown): Group {
  const root = read(expression);
  return root.kind === "group" ? root : { ...emptyGroup(), children: [root] };
}

function read(given: unknown): Condition {
  if (!isPlain(given)) return verbatim(given);
  const form = ["and", "or", "not", "tag", "attribute", "did", "did_not", "segment", "list"].find(
    (name) => name in given,
  );
  switch (form) {
    case "and":
    case "or": {
      const parts = given[form];
      return Array.isArray(parts) ? { ...emptyGroup(form), children: parts.map(read) } : verbatim(given);
    }
    case "not": {
      const inner = read(given.not);
      return inner.kind === "group" && !inner.negated
        ? { ...inner, negated: true }
        : { ...emptyGroup(), negated: true, children: [inner] };
    }
    case "tag":
    case "attribute": {
      const field = given[form];
      if (typeof field !== "string" || typeof given.op !== "string") return verbatim(given);
      return { id: newId(), kind: form, field, op: given.op, value: given.value };
    }
    case "did":
    case "did_not":
      return readBehaviour(given, given[form], form === "did_not");
    case "segment":
    case "list": {
      const key = given[form];
      return typeof key === "string" ? { id: newId(), kind: form, key } : verbatim(given);
    }
    default:
      return verbatim(given);
  }
}

function readBehaviour(whole: Expression, body: unknown, never: boolean): Condition {
  if (!isPlain(body) || typeof body.event !== "string") return verbatim(whole);
  const known = new Set(["event", "where", "at_least", "within_days", "since"]);
  if (Object.keys(body).some((name) => !known.has(name))) return verbatim(whole);
  const where: WhereTest[] = [];
  for (const [field, test] of Object.entries(isPlain(body.where) ? body.where : {})) {
    if (Array.isArray(test)) where.push({ id: newId(), field, op: "in", value: test });
    else if (isPlain(test)) {
      for (const [op, value] of Object.entries(test))
        where.push({ id: newId(), field, op, value: needsValue(op) ? value : undefined });
    } else where.push({ id: newId(), field, op: "eq", value: test });
  }
  return {
    id: newId(),
    kind: "did",
    never,
    event: body.event,
    where,
    atLeast: typeof body.at_least === "number" ? body.at_least : 1,
    withinDays: typeof body.within_days === "number" ? body.within_days : null,
    sinceEnrolment: body.since === "enrolment",
  };
}

/** The ids of what is not finished: an empty group, a test without field, operator or value. */
export function unfinished(condition: Condition): Set<string> {
  const found = new Set<string>();
  const visit = (one: Condition) => {
    switch (one.kind) {
      case "group":
        if (one.children.length === 0) found.add(one.id);
        one.children.forEach(visit);
        break;
      case "tag":
      case "attribute":
        if (!one.field || !one.op || !hasValue(one.op, one.value)) found.add(one.id);
        break;
      case "did":
        if (!one.event || one.where.some((test) => !test.field || !hasValue(test.op, test.value))) found.add(one.id);
        break;
      case "segment":
      case "list":
        if (!one.key) found.add(one.id);
        break;
      case "verbatim":
        break;
    }
  };
  visit(condition);
  return found;
}

function hasValue(op: string, value: unknown): boolean {
  if (!needsValue(op)) return true;
  if (takesMany(op)) return Array.isArray(value) && value.length > 0;
  if (op === "between")
    return (
      Array.isArray(value) &&
      value.length === 2 &&
      value.every((end) => end !== null && end !== undefined && end !== "")
    );
  return value !== undefined && value !== null && value !== "";
}

/** The tree with one condition changed (undefined removes it). */
export function replaceIn(group: Group, id: string, change: (before: Condition) => Condition | undefined): Group {
  if (group.id === id) {
    const changed = change(group);
    return changed?.kind === "group" ? changed : group;
  }
  const children: Condition[] = [];
  for (const child of group.children) {
    const after = child.id === id ? change(child) : child.kind === "group" ? replaceIn(child, id, change) : child;
    if (after) children.push(after);
  }
  return { ...group, children };
}

export function addTo(group: Group, id: string, child: Condition): Group {
  return replaceIn(group, id, (before) =>
    before.kind === "group" ? { ...before, children: [...before.children, child] } : before,
  );
}

function verbatim(expression: unknown): Verbatim {
  return { id: newId(), kind: "verbatim", expression };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
