import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import type { ChartProps } from "./EChart";

const EChart = lazy(() => import("./EChart"));

/** A chart of the library, which is fetched when the first one is shown. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height: props.height }} />}>
      <EChart {...props} />
    </Suspense>
  );
}
