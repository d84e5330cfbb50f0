import type { Schemas } from "../api/client";
import { type LaidArrow, layoutGraph, type Point } from "../strategies/layoutGraph";

type Graph = Schemas["IdentityGraph"];
type Link = Schemas["IdentityLink"];

export const CARD = { width: 204, height: 58 };

export type Dot = {
  id: string;
  kind: string;
  value: string;
  /** key, carrier, hint; empty where the rules no longer know the kind; outside: another person's. */
  role: string;
  sharedSince: string | null;
  /** Events of the customer that came by it. */
  events: number;
  at: Point;
};
/** together, apart: a person's word; outside: its other end is not this customer's; followed: what makes them one. */
export type Standing = "together" | "apart" | "outside" | "followed";
export type Line = { key: string; link: Link; from: string; to: string; standing: Standing; laid: LaidArrow };

/** Between two equally far from the customer number, the stronger stands left. */
const RANK: Record<string, number> = { key: 1, hint: 2, carrier: 3, outside: 4 };
const FAR = 1000;
/** As wide as most words for a rule. */
const LABEL_ROOM = "      ";

/** How many links each is away from the customer number; what leads to no customer number is far. */
function steps(starts: string[], links: readonly Link[]): Map<string, number> {
  const found = new Map(starts.map((id) => [id, 0]));
  for (let queue = starts; queue.length > 0; ) {
    const next = queue.flatMap((id) =>
      links
        .flatMap((link) => (link.a === id ? [link.b] : link.b === id ? [link.a] : []))
        .filter((other) => !found.has(other))
        .map((other) => {
          found.set(other, (found.get(id) ?? 0) + 1);
          return other;
        }),
    );
    queue = next;
  }
  return found;
}

export function standingOf(link: Link, own: ReadonlySet<string>): Standing {
  if (link.decision === "apart") return "apart";
  if (!own.has(link.a) || !own.has(link.b)) return "outside";
  return link.decision === "together" ? "together" : "followed";
}

/** The picture of a customer's identities: theirs, and the others that evidence leads to. */
export function draw(graph: Graph): { dots: Dot[]; lines: Line[]; width: number; height: number } {
  const own = new Set(graph.identities.map((one) => one.id));
  const found = new Map<string, Omit<Dot, "at">>();
  for (const one of graph.identities)
    found.set(one.id, {
      id: one.id,
      kind: one.kind,
      value: one.value,
      role: one.role,
      sharedSince: one.sharedSince ?? null,
      events: one.events,
    });
  for (const link of graph.links) {
    for (const [id, kind, value] of [
      [link.a, link.aKind, link.aValue],
      [link.b, link.bKind, link.bValue],
    ] as const)
      if (!found.has(id)) found.set(id, { id, kind, value, role: "outside", sharedSince: null, events: 0 });
  }
  const customerNos = graph.identities.filter((one) => one.kind === "customer_no").map((one) => one.id);
  const away = steps(customerNos, graph.links);
  const rank = (id: string) => (away.get(id) ?? FAR) * 10 + (RANK[found.get(id)?.role ?? ""] ?? 2);
  const ends = graph.links.map((link) => (rank(link.b) < rank(link.a) ? [link.b, link.a] : [link.a, link.b]));
  const laid = layoutGraph(
    [...found.keys()].map((id) => ({ id, ...CARD })),
    ends.map(([from = "", to = ""]) => ({ from, to, label: LABEL_ROOM })),
    "LR",
  );
  const lines = graph.links.flatMap((link, index): Line[] => {
    const [from = "", to = ""] = ends[index] ?? [];
    const arrow = laid.arrows[index];
    return arrow ? [{ key: `${link.a}:${link.b}`, link, from, to, standing: standingOf(link, own), laid: arrow }] : [];
  });
  const dots = [...found.values()].map((dot) => ({ ...dot, at: laid.positions.get(dot.id) ?? { x: 0, y: 0 } }));
  return { dots, lines, width: laid.width, height: laid.height };
}
