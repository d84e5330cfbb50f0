import { intervalGeometry } from "./intervalGeometry";
import "./interval.css";

/** A difference with its interval, drawn on a scale around "no difference". */
export function Interval(props: {
  low: number;
  high: number;
  difference: number;
  format: (value: number) => string;
  labels: { zero: string; worse: string; better: string; description: string };
}) {
  const { low, high, difference, format, labels } = props;
  const shape = intervalGeometry(low, high, difference);
  const share = (at: number) => `${(at * 100).toFixed(2)}%`;
  const verdict = low > 0 ? "better" : high < 0 ? "worse" : "open";
  return (
    <figure className={`zk-interval zk-interval-${verdict}`} role="img" aria-label={labels.description}>
      <div className="zk-interval-sides" aria-hidden="true">
        <span>← {labels.worse}</span>
        <span>{labels.better} →</span>
      </div>
      <div className="zk-interval-plot" aria-hidden="true">
        {shape.ticks.map((tick) => (
          <i key={tick.value} className="zk-interval-tick" style={{ left: share(tick.at) }} />
        ))}
        <i className="zk-interval-zero" style={{ left: share(shape.zero) }} />
        <i className="zk-interval-range" style={{ left: share(shape.low), width: share(shape.high - shape.low) }} />
        <i className="zk-interval-point" style={{ left: share(shape.estimate) }} />
        <b style={{ left: share(shape.estimate) }}>{format(difference)}</b>
        <em style={{ left: share(shape.low) }}>{format(low)}</em>
        <em style={{ left: share(shape.high) }}>{format(high)}</em>
      </div>
      <div className="zk-interval-axis" aria-hidden="true">
        {shape.ticks.map((tick) => (
          <span key={tick.value} style={{ left: share(tick.at) }}>
            {tick.value === 0 ? labels.zero : format(tick.value)}
          </span>
        ))}
      </div>
    </figure>
  );
}
