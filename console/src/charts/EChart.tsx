import { useEffect, useRef } from "react";
import { FONT, palette, series } from "../layout/theme";
import { type ChartOption, echarts } from "./echarts";

const base: ChartOption = {
  color: [...series],
  textStyle: { fontFamily: FONT, color: palette.textSoft },
  animationDuration: 300,
};

export type ChartProps = {
  option: ChartOption;
  height: number;
  label: string;
  /** Called with the datum that was clicked. */
  onClick?: (data: unknown) => void;
};

export default function EChart({ option, height, label, onClick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const made = echarts.init(box.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ ...base, ...option }, { notMerge: true });
  }, [option]);
  useEffect(() => {
    const made = chart.current;
    if (!made || !onClick) return;
    const clicked = (event: { data?: unknown }) => onClick(event.data);
    made.on("click", clicked);
    return () => {
      made.off("click", clicked);
    };
  }, [onClick]);
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}
