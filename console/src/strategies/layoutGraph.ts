import { graphlib, layout } from "@dagrejs/dagre";

export type Box = { id: string; width: number; height: number };
export type Point = { x: number; y: number };
/** `pull`: how hard it draws its ends together; 1 when not said. */
export type Arrow = { from: string; to: string; label: string; pull?: number };
export type LaidArrow = { points: Point[]; label: Point };
export type Laid = { positions: Map<string, Point>; arrows: (LaidArrow | null)[]; width: number; height: number };

const GAP = { betweenSiblings: 30, betweenLayers: 34, margin: 14 };
const LETTER_WIDTH = 8;
const LABEL_HEIGHT = 18;

/** Layers from the top down (or from left to right), with few crossings. Positions are of the boxes' upper left corners; an arrow to nowhere is null. */
export function layoutGraph(boxes: readonly Box[], arrows: readonly Arrow[], direction: "TB" | "LR" = "TB"): Laid {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: GAP.betweenSiblings,
    ranksep: GAP.betweenLayers,
    marginx: GAP.margin,
    marginy: GAP.margin,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(boxes.map((box) => box.id));
  for (const box of boxes) graph.setNode(box.id, { width: box.width, height: box.height });
  const drawn = arrows.map((arrow) => known.has(arrow.from) && known.has(arrow.to));
  arrows.forEach((arrow, index) => {
    if (!drawn[index]) return;
    const room = {
      width: arrow.label.length * LETTER_WIDTH + LETTER_WIDTH,
      height: LABEL_HEIGHT,
      labelpos: "c",
      weight: arrow.pull ?? 1,
    };
    graph.setEdge(arrow.from, arrow.to, room, `e${index}`);
  });
  layout(graph);
  const positions = new Map(
    boxes.map((box) => {
      const { x, y } = graph.node(box.id) as Point;
      return [box.id, { x: x - box.width / 2, y: y - box.height / 2 }];
    }),
  );
  const laid = arrows.map((arrow, index): LaidArrow | null => {
    if (!drawn[index]) return null;
    const edge = graph.edge(arrow.from, arrow.to, `e${index}`) as { points: Point[]; x: number; y: number };
    return { points: edge.points, label: { x: edge.x, y: edge.y } };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { positions, arrows: laid, width, height };
}

/** A line through the points with its corners rounded. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return "";
  let path = `M${first.x} ${first.y}`;
  for (let index = 0; index < rest.length - 1; index += 1) {
    const corner = rest[index] as Point;
    const next = rest[index + 1] as Point;
    const middle = { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    path += ` Q${corner.x} ${corner.y} ${middle.x} ${middle.y}`;
  }
  return `${path} L${last.x} ${last.y}`;
}
