import type { ReactNode } from "react";

export type Figure = { key: string; label: ReactNode; value: ReactNode; note?: ReactNode };

/** A row of headline numbers. */
export function Figures({ items }: { items: Figure[] }) {
  return (
    <dl className="zk-figures">
      {items.map((item) => (
        <div className="zk-figure" key={item.key}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.note && <p>{item.note}</p>}
        </div>
      ))}
    </dl>
  );
}
