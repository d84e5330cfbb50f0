import { type PointerEvent, useId, useMemo, useState } from "react";
import { palette } from "../layout/theme";
import { trendGeometry } from "./trendGeometry";
import "./trend.css";

const WIDTH = 640;
const HEIGHT = 150;

/** A light line over days, drawn without the chart library so that the first page stays small. */
export function Trend(props: {
  days: string[];
  values: number[];
  color?: string;
  format: (value: number) => string;
  label: string;
}) {
  const { days, values, color = palette.primary } = props;
  const fill = useId();
  const [at, setAt] = useState<number | null>(null);
  const shape = useMemo(() => trendGeometry(values, WIDTH, HEIGHT), [values]);
  const shown = at ?? values.length - 1;
  const point = shape.points[shown];
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    setAt(Math.max(0, Math.min(values.length - 1, Math.round(share * (values.length - 1)))));
  };
  if (values.length === 0) return null;
  return (
    <figure className="zk-trend">
      <figcaption>
        <span>{props.label}</span>
        <b>{props.format(values[shown] ?? 0)}</b>
        <small>{days[shown]}</small>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={props.label}
        onPointerMove={move}
        onPointerLeave={() => setAt(null)}
      >
        <defs>
          <linearGradient id={fill} x1="0" x2="0" y1="0" y2="1">
            <stop offset="0" stopColor={color} stopOpacity="0.22" />
            <stop offset="1" stopColor={color} stopOpacity="0.02" />
          </linearGradient>
        </defs>
        <path d={shape.area} fill={`url(#${fill})`} />
        <path
          d={shape.line}
          fill="none"
          stroke={color}
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
        {point && at !== null && (
          <line
            x1={point.x}
            x2={point.x}
            y1={0}
            y2={HEIGHT}
            stroke={palette.grey}
            strokeDasharray="3 3"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      <div className="zk-trend-axis">
        <span>{days[0]}</span>
        <span>{days.at(-1)}</span>
      </div>
    </figure>
  );
}
