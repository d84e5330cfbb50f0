import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";

export const LIVE = "live";

export function useJourneys() {
  return useQuery({ queryKey: ["journeys"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/journeys", { signal })) });
}

export function useJourney(key: string, run: string) {
  return useQuery({
    queryKey: ["journeys", key, run],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/journeys/{key}", { params: { path: { key }, query: { run } }, signal })),
  });
}

export function useRuns() {
  return useQuery({ queryKey: ["runs"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/runs", { signal })) });
}

export type Standing = "ever" | "now";

export function nodePeople(key: string, node: string, run: string, standing: Standing) {
  return (page: number, size: number, signal: AbortSignal) =>
    unwrap(
      api.GET("/api/v1/journeys/{key}/nodes/{node}/customers", {
        params: { path: { key, node }, query: { run, page, size, now: standing === "now" } },
        signal,
      }),
    );
}
