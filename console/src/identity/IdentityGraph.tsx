import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  type ReactFlowInstance,
} from "@xyflow/react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useWords } from "../i18n/useWords";
import { palette } from "../layout/theme";
import { DotFace } from "./DotFace";
import { CARD, type Dot, draw, type Standing } from "./drawing";
import { useKindName } from "./queries";
import "@xyflow/react/dist/base.css";
import "../strategies/graph.css";
import "./identity.css";

type Link = Schemas["IdentityLink"];
type DotNode = Node<{ dot: Dot }, "dot">;
type WireData = { link: Link; text: string; standing: Standing; open: (link: Link) => void };
type Wire = Edge<WireData, "wire">;

const LEAST_HEIGHT = 220;
const MOST_HEIGHT = 900;
const MARGIN = 12;
/** On the curve, nearer to its end: there the lines of a fan have parted. */
const LABEL_AT = { x: 0.62, y: 0.72 };
const STROKE: Record<Standing, { stroke: string; strokeDasharray?: string; strokeWidth: number }> = {
  followed: { stroke: "#8fb2cd", strokeWidth: 1.6 },
  together: { stroke: palette.green, strokeWidth: 2.2 },
  apart: { stroke: palette.red, strokeDasharray: "3 5", strokeWidth: 1.6 },
  outside: { stroke: palette.amber, strokeDasharray: "7 5", strokeWidth: 1.4 },
};

function DotCard({ data }: NodeProps<DotNode>) {
  const name = useKindName();
  const { dot } = data;
  return (
    <div className={`zk-dot zk-dot-${dot.role || "unknown"}`} title={`${name(dot.kind)} ${dot.value}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <DotFace dot={dot} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

function WireLine(props: EdgeProps<Wire>) {
  const { t } = useTranslation();
  const [path] = getBezierPath(props);
  const { data, sourceX, sourceY, targetX, targetY } = props;
  const x = sourceX + (targetX - sourceX) * LABEL_AT.x;
  const y = sourceY + (targetY - sourceY) * LABEL_AT.y;
  if (!data) return null;
  return (
    <>
      <BaseEdge id={props.id} path={path} style={props.style} interactionWidth={18} />
      <EdgeLabelRenderer>
        <button
          type="button"
          className={`zk-wire zk-wire-${data.standing} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          title={t("identity.open")}
          onClick={() => data.open(data.link)}
        >
          {data.text}
        </button>
      </EdgeLabelRenderer>
    </>
  );
}

const nodeTypes = { dot: DotCard };
const edgeTypes = { wire: WireLine };

/** By what a customer is known, as a picture: keys to the left, devices to the right, each link opens its evidence. */
export default function IdentityGraph({
  graph,
  open,
}: {
  graph: Schemas["IdentityGraph"];
  open: (link: Link) => void;
}) {
  const words = useWords();
  const drawn = useMemo(() => draw(graph), [graph]);
  const nodes: DotNode[] = drawn.dots.map((dot) => ({
    id: dot.id,
    type: "dot",
    position: dot.at,
    data: { dot },
    ...CARD,
  }));
  const edges: Wire[] = drawn.lines.map((line) => ({
    id: line.key,
    source: line.from,
    target: line.to,
    type: "wire",
    style: STROKE[line.standing],
    data: {
      link: line.link,
      standing: line.standing,
      open,
      text:
        line.standing === "followed"
          ? line.link.rules.map((rule) => words("identityRule", rule)).join(" · ")
          : words("identityDecision", line.standing),
    },
  }));
  const frame = useRef<HTMLDivElement>(null);
  // At full size, so that it can be read: what is wider or higher is moved with the hand, and made smaller only by whoever wants to.
  const place = (flow: ReactFlowInstance<DotNode, Wire>) => {
    const room = frame.current?.getBoundingClientRect();
    const [width, height] = [room?.width ?? 0, room?.height ?? 0];
    const hub = drawn.dots.find((dot) => dot.kind === "customer_no")?.at.y ?? 0;
    void flow.setViewport({
      x: Math.max(MARGIN, (width - drawn.width) / 2),
      y: drawn.height <= height ? (height - drawn.height) / 2 : height / 2 - hub - CARD.height / 2,
      zoom: 1,
    });
  };
  return (
    <div ref={frame} style={{ height: Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, drawn.height + 40)) }}>
      <ReactFlow
        // Another set of identities is another picture: it is placed again.
        key={drawn.dots.map((dot) => dot.id).join(":")}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onEdgeClick={(_, edge) => edge.data && open(edge.data.link)}
        onInit={place}
        minZoom={0.15}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <Background color={palette.line} gap={22} />
        <Controls showInteractive={false} position="top-right" />
      </ReactFlow>
    </div>
  );
}
