import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

export type Standing = Schemas["TieringStanding"];
export type Flow = Schemas["TierFlow"];

export function useTierings() {
  return useQuery({
    queryKey: ["tierings"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tierings", { signal })),
    staleTime: 60_000,
  });
}

export function useStanding(key: string, asOf?: string) {
  return useQuery({
    queryKey: ["tierings", key, "standing", asOf],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tierings/{key}", { params: { path: { key }, query: { asOf } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useCourse(key: string, to?: string) {
  return useQuery({
    queryKey: ["tierings", key, "course", to],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tierings/{key}/course", { params: { path: { key }, query: { to } }, signal })),
  });
}

export function useFlow(key: string, from: string | undefined, to: string | undefined) {
  return useQuery({
    queryKey: ["tierings", key, "flow", from, to],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tierings/{key}/flow", { params: { path: { key }, query: { from, to } }, signal })),
    enabled: from !== undefined && to !== undefined && from < to,
    placeholderData: keepPreviousData,
  });
}

export type MovedQuestion = { from: string; to: string; old?: string; new?: string; way?: "up" | "down" };

export function useMoved(key: string, asked: MovedQuestion, page: number, size: number) {
  return useQuery({
    queryKey: ["tierings", key, "moved", asked, page, size],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/tierings/{key}/moved", {
          params: { path: { key }, query: { ...asked, page, size } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useEdge(key: string, side: "up" | "down", asOf: string, page: number, size: number) {
  return useQuery({
    queryKey: ["tierings", key, "edge", side, asOf, page, size],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/tierings/{key}/edge", {
          params: { path: { key }, query: { side, asOf, page, size } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
