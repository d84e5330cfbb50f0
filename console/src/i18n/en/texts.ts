import type { Shape } from "../Shape";
import type { Texts } from "../zh/texts";
import * as frame from "./frame";
import words from "./words";

export const texts: Shape<Texts> = { ...frame, words };
