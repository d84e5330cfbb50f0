import type { Route } from "./routes";

export const work: Route[] = [];
