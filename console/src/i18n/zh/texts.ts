import * as frame from "./frame";
import words from "./words";

export const texts = { ...frame, words };
export type Texts = typeof texts;
