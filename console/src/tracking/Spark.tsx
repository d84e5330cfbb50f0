import { trendGeometry } from "../charts/trendGeometry";
import { palette } from "../layout/theme";
import "./tracking.css";

const WIDTH = 120;
const HEIGHT = 28;

/** Days in a word-sized line: for the shape, not for the numbers. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  if (values.length < 2 || values.every((value) => value === 0)) return <span className="zk-soft">–</span>;
  const shape = trendGeometry(values, WIDTH, HEIGHT);
  return (
    <svg className="zk-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path d={shape.area} fill={palette.primarySoft} />
      <path d={shape.line} fill="none" stroke={palette.primary} strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
