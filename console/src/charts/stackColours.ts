/** Of bands and tiers beside each other, in their order. */
const COLOURS = [
  "#1c5d8c",
  "#2a8c98",
  "#2e8b6b",
  "#86a83c",
  "#d98e2b",
  "#b8473d",
  "#6d5fa8",
  "#a05b8c",
  "#5b7f95",
  "#8a6d3b",
] as const;

/** Of those who are in none. */
export const NO_COLOUR = "#b6c0ca";

/** By place, from 0; below it is none. */
export const stackColour = (place: number) => (place < 0 ? NO_COLOUR : (COLOURS[place % COLOURS.length] ?? NO_COLOUR));
