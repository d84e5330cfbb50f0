import type { Shape } from "../Shape";
import type { Texts } from "../zh/texts";
import * as batchSources from "./batchSources";
import * as compliance from "./compliance";
import * as frame from "./frame";
import * as identity from "./identity";
import * as insight from "./insight";
import * as portrait from "./portrait";
import * as segmentation from "./segmentation";
import * as strategy from "./strategy";
import * as templates from "./templates";
import * as tierings from "./tierings";
import * as tracking from "./tracking";
import words from "./words";
import * as work from "./work";

export const texts: Shape<Texts> = {
  ...compliance,
  ...frame,
  ...identity,
  ...insight,
  ...batchSources,
  ...portrait,
  ...segmentation,
  ...strategy,
  ...templates,
  ...tierings,
  ...tracking,
  ...work,
  words,
};
