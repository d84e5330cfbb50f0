/** The builder's draft of an expression: groups with ids, and leaves that keep the server's JSON word for word, so that nothing
 * is ever lost between the form and the JSON. */
export type Expression = Record<string, unknown>;
export type Leaf = { id: string; kind: "leaf"; not: number; body: unknown };
export type Group = { id: string; kind: "group"; not: number; op: "and" | "or"; children: Node[] };
export type Node = Leaf | Group;

let made = 0;
export function newId(): string {
  made += 1;
  return `c${made}`;
}

export const emptyGroup = (op: "and" | "or" = "and"): Group => ({
  id: newId(),
  kind: "group",
  not: 0,
  op,
  children: [],
});
export const leafOf = (body: unknown): Leaf => ({ id: newId(), kind: "leaf", not: 0, body });

/** As the server reads it. */
export function toExpression(node: Node): Expression {
  let expression = (node.kind === "group" ? { [node.op]: node.children.map(toExpression) } : node.body) as Expression;
  for (let n = 0; n < node.not; n++) expression = { not: expression };
  return expression;
}

/** Back from the server's form; the root is always a group. */
export function fromExpression(expression: unknown): Group {
  const root = read(expression);
  return root.kind === "group" ? root : { ...emptyGroup(), children: [root] };
}

function read(given: unknown): Node {
  if (!isPlain(given) || Object.keys(given).length !== 1) return leafOf(given);
  if ("not" in given) {
    const inner = read(given.not);
    return { ...inner, not: inner.not + 1 };
  }
  const op = "and" in given ? "and" : "or";
  const parts = given[op];
  return Array.isArray(parts) ? { ...emptyGroup(op), children: parts.map(read) } : leafOf(given);
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every node, a group before what is in it. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if (node.kind === "group") for (const child of node.children) yield* nodesOf(child);
}

type Refusal = { field: string; message: string };

/** The server's refusals by the condition that they speak of, each with what is left of its path there. */
export function refusalsByNode(root: Group, refusals: Refusal[]): Map<string, Refusal[]> {
  const places: [string, string][] = [];
  const visit = (node: Node, path: string) => {
    places.push([path, node.id]);
    let inner = path;
    for (let n = 0; n < node.not; n++) inner = joined(inner, "not");
    if (node.kind !== "group") return;
    for (const [at, child] of node.children.entries()) visit(child, `${joined(inner, node.op)}[${at}]`);
  };
  visit(root, "");
  places.sort((a, b) => b[0].length - a[0].length);
  const found = new Map<string, Refusal[]>();
  for (const { field, message } of refusals) {
    const path = field.replace(/^expression(\.|$)/, "");
    const place = places.find(
      ([start]) => start === "" || (path.startsWith(start) && /^($|[.[])/.test(path.slice(start.length))),
    );
    if (!place) continue;
    const [start, id] = place;
    found.set(id, [...(found.get(id) ?? []), { field: path.slice(start.length).replace(/^\./, ""), message }]);
  }
  return found;
}

const joined = (path: string, name: string) => (path ? `${path}.${name}` : name);
