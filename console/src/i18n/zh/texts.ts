import * as frame from "./frame";
import * as insight from "./insight";
import * as strategy from "./strategy";
import words from "./words";

export const texts = { ...frame, ...insight, ...strategy, words };
export type Texts = typeof texts;
