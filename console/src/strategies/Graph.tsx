import {
  AimOutlined,
  BranchesOutlined,
  ClockCircleOutlined,
  DashboardOutlined,
  ExportOutlined,
  FileDoneOutlined,
  FlagOutlined,
  LoginOutlined,
  LogoutOutlined,
  MailOutlined,
  MergeOutlined,
  PauseCircleOutlined,
  PercentageOutlined,
  StopOutlined,
} from "@ant-design/icons";
import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "@xyflow/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { palette } from "../layout/theme";
import { type LaidArrow, layoutGraph, roundedPath } from "./layoutGraph";
import "@xyflow/react/dist/base.css";
import "./graph.css";

type JourneyNode = Schemas["JourneyNode"];
type CardData = { node: JourneyNode; note: string };
type CardNode = Node<CardData, "card">;
type Way = Edge<{ laid: LaidArrow; text: string; isHoldout: boolean }, "way">;

const CARD = { width: 208, height: 76 };

const ICON: Record<string, ReactNode> = {
  entry: <LoginOutlined />,
  wait: <ClockCircleOutlined />,
  limit: <DashboardOutlined />,
  join: <MergeOutlined />,
  hand_over: <ExportOutlined />,
  split: <BranchesOutlined />,
  percent: <PercentageOutlined />,
  send: <MailOutlined />,
  work_order: <FileDoneOutlined />,
  goal: <AimOutlined />,
  goal_reached: <AimOutlined />,
  held_out: <PauseCircleOutlined />,
  window_over: <ClockCircleOutlined />,
  stopped: <StopOutlined />,
  left: <LogoutOutlined />,
};

function Card({ data }: NodeProps<CardNode>) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const { node, note } = data;
  return (
    <button type="button" className={`zk-node zk-node-${node.kind}`} title={pick(node.label, node.labelEn)}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className="zk-node-head">
        <span className="zk-node-icon">{ICON[node.kind] ?? <FlagOutlined />}</span>
        <span className="zk-node-label">{pick(node.label, node.labelEn) || words("nodeKind", node.kind)}</span>
      </span>
      <span className="zk-node-kind">
        {note || words("nodeKind", node.kind)}
        {node.channel && ` · ${words("channel", node.channel)}`}
      </span>
      <span className="zk-node-counts">
        <b>{format.count(node.entered)}</b>
        <small>{t("strategies.entered")}</small>
        {node.now > 0 && (
          <em>
            {t("strategies.now")} {format.count(node.now)}
          </em>
        )}
      </span>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </button>
  );
}

function WayLine({ id, data, markerEnd, style }: EdgeProps<Way>) {
  if (!data) return null;
  const { laid, text, isHoldout } = data;
  return (
    <>
      <BaseEdge id={id} path={roundedPath(laid.points)} markerEnd={markerEnd} style={style} />
      {text && (
        <EdgeLabelRenderer>
          <span
            className={isHoldout ? "zk-way zk-way-holdout" : "zk-way"}
            style={{ transform: `translate(-50%, -50%) translate(${laid.label.x}px, ${laid.label.y}px)` }}
          >
            {text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const nodeTypes = { card: Card };
const edgeTypes = { way: WayLine };
const LINE_WIDTH = { least: 1.2, most: 6 };

type Drawn = Pick<Schemas["Journey"], "nodes" | "edges" | "entry">;

/** Where those wait who are left alone, so that there is something to compare with. */
const HOLDOUT = "$holdout";
/** Keeps the held out beside the door that they came through. */
const HOLDOUT_PULL = 20;
const STROKE = { walked: "#8fb2cd", unused: "#cbd6df", holdout: "#b7a27a" };

/** The engine numbers the branches of a split. */
const BRANCH = /^\d+$/;

function useDrawing(journey: Drawn) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  return useMemo(() => {
    const branches = (from: string) =>
      journey.edges.filter((edge) => edge.from === from && BRANCH.test(edge.label ?? "")).length;
    /** A branch that has only its number: "yes" where it is the only one. */
    const name = (edge: Drawn["edges"][number]) => {
      if (!BRANCH.test(edge.label ?? "")) return pick(edge.label, edge.labelEn);
      return branches(edge.from) === 1 ? t("strategies.yes") : t("strategies.branch", { number: edge.label ?? "" });
    };
    const texts = journey.edges.map((edge) =>
      [name(edge), edge.count > 0 ? format.count(edge.count) : ""].filter(Boolean).join(" · "),
    );
    const laid = layoutGraph(
      journey.nodes.map((node) => ({ id: node.id, ...CARD })),
      journey.edges.map((edge, index) => ({
        from: edge.from,
        to: edge.to,
        label: texts[index] ?? "",
        pull: edge.to === HOLDOUT ? HOLDOUT_PULL : 1,
      })),
    );
    const again = journey.entry.reenterAfterDays;
    const entryNote =
      again === null ? t("strategies.entersOnce") : t("strategies.entersAgain", { days: format.count(again) });
    const most = Math.max(1, ...journey.edges.map((edge) => edge.count));
    const nodes: CardNode[] = journey.nodes.map((node) => ({
      id: node.id,
      type: "card",
      position: laid.positions.get(node.id) ?? { x: 0, y: 0 },
      data: { node, note: node.kind === "entry" ? entryNote : "" },
      ...CARD,
    }));
    const edges: Way[] = journey.edges.flatMap((edge, index) => {
      const way = laid.arrows[index];
      if (!way) return [];
      const isHoldout = edge.to === HOLDOUT;
      return {
        id: `${edge.from}>${edge.to}:${index}`,
        source: edge.from,
        target: edge.to,
        type: "way" as const,
        data: { laid: way, text: texts[index] ?? "", isHoldout },
        markerEnd: {
          type: MarkerType.ArrowClosed,
          color: isHoldout ? STROKE.holdout : "#8ba3b5",
          width: 16,
          height: 16,
          markerUnits: "userSpaceOnUse",
        },
        style: {
          stroke: isHoldout ? STROKE.holdout : edge.count > 0 ? STROKE.walked : STROKE.unused,
          strokeDasharray: isHoldout ? "7 5" : undefined,
          strokeWidth: LINE_WIDTH.least + (LINE_WIDTH.most - LINE_WIDTH.least) * Math.sqrt(edge.count / most),
        },
      };
    });
    return { nodes, edges, laid };
  }, [journey, pick, format, t]);
}

/** The journey from the top down, as large as the width allows; the page scrolls over its height. */
export default function Graph(props: { journey: Drawn; width: number; open: (node: JourneyNode) => void }) {
  const { journey, width, open } = props;
  const { nodes, edges, laid } = useDrawing(journey);
  const zoom = Math.min(1, width / laid.width);
  return (
    <div style={{ height: Math.max(240, laid.height * zoom) }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, clicked) => open(clicked.data.node)}
        defaultViewport={{ x: (width - laid.width * zoom) / 2, y: 0, zoom }}
        minZoom={0.2}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <Background color={palette.line} gap={22} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
