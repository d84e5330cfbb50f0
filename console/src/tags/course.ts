import type { Schemas } from "../api/client";
import type { ShareSeries } from "../charts/ShareCourse";
import { NO_COLOUR, stackColour } from "../charts/stackColours";

type TagDay = Schemas["TagDay"];

/** Who has none, or the no of a flag: not covered. */
const isNone = (band: string) => band === "" || band === "false";

/** Bands date by date: those of the newest date in their order, before them what earlier versions had, none last and grey. */
export function seriesOf(days: readonly TagDay[], pick: (zh: string, en: string) => string): ShareSeries[] {
  const names = new Map<string, string>();
  for (const day of [...days].reverse())
    for (const bar of day.distribution) if (!names.has(bar.band)) names.set(bar.band, pick(bar.label, bar.labelEn));
  const bands = [...names.keys()].filter((band) => !isNone(band));
  return [...bands, ...[...names.keys()].filter(isNone)].map((band) => ({
    name: names.get(band) ?? band,
    colour: isNone(band) ? NO_COLOUR : stackColour(bands.indexOf(band)),
    counts: days.map((day) => day.distribution.find((bar) => bar.band === band)?.customers ?? 0),
  }));
}
