import type { Call } from "./routes";

export function page<T>(call: Call, all: T[]): { items: T[]; total: number } {
  const number = Number(call.query.get("page") ?? 1);
  const size = Number(call.query.get("size") ?? 50);
  return { items: all.slice((number - 1) * size, number * size), total: all.length };
}
