import type { Route } from "./routes";

export const definitions: Route[] = [];
