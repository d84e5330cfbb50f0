import { bank } from "./bank";
import { definitions } from "./definitions";
import { work } from "./work";

export type Call = { query: URLSearchParams; body: Record<string, unknown>; params: string[] };
export type Route = readonly [method: string, path: RegExp, handler: (call: Call) => unknown];

export const routes: Route[] = [...bank, ...definitions, ...work];
