import type { ThemeConfig } from "antd";

/** The colours of the house, named once: the theme, the charts and the graph read them. */
export const palette = {
  ink: "#14324f",
  primary: "#1c5d8c",
  primarySoft: "#e8f1f8",
  amber: "#d98e2b",
  amberSoft: "#fdf4e4",
  green: "#2e8b6b",
  greenSoft: "#e6f4ee",
  red: "#b8473d",
  redSoft: "#fbebe9",
  violet: "#6d5fa8",
  teal: "#2a8c98",
  grey: "#8896a5",
  line: "#e3e9ef",
  ground: "#f3f6f9",
  text: "#1d2b3a",
  textSoft: "#5b6b7c",
} as const;

/** In this order, so that two neighbours stay apart for colour-blind eyes too. */
export const series = [
  palette.primary,
  palette.amber,
  palette.teal,
  palette.violet,
  palette.red,
  palette.green,
  palette.grey,
] as const;

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const theme: ThemeConfig = {
  cssVar: { key: "zk" },
  hashed: false,
  token: {
    colorPrimary: palette.primary,
    colorInfo: palette.primary,
    colorSuccess: palette.green,
    colorWarning: palette.amber,
    colorError: palette.red,
    colorInfoBg: "#eef5fa",
    colorInfoBorder: "#c3d9e8",
    colorSuccessBg: "#f1f9f5",
    colorSuccessBorder: "#bfe0d2",
    colorErrorBg: "#fdf5f4",
    colorErrorBorder: "#ecc9c5",
    colorTextBase: palette.text,
    colorBgLayout: palette.ground,
    colorBorderSecondary: palette.line,
    borderRadius: 6,
    fontFamily: FONT,
    fontSize: 14,
    wireframe: false,
  },
  components: {
    Table: {
      cellPaddingBlockMD: 9,
      cellPaddingInlineMD: 12,
      headerBg: "#f7f9fb",
      headerColor: palette.textSoft,
      headerSplitColor: "transparent",
    },
    Card: { headerFontSize: 15, headerHeight: 46, bodyPadding: 18 },
    Menu: {
      itemHeight: 38,
      itemBorderRadius: 6,
      itemSelectedBg: palette.primarySoft,
      groupTitleFontSize: 12,
      itemMarginInline: 8,
    },
    Layout: { siderBg: "#ffffff", headerBg: "#ffffff", headerHeight: 56, headerPadding: "0 20px" },
    Statistic: { contentFontSize: 24 },
  },
};
