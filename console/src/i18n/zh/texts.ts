import * as frame from "./frame";
import * as insight from "./insight";
import words from "./words";

export const texts = { ...frame, ...insight, words };
export type Texts = typeof texts;
