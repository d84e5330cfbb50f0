import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";

export function useTags() {
  return useQuery({
    queryKey: ["tags"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tags", { signal })),
    staleTime: 60_000,
  });
}

export function useTag(key: string | undefined) {
  return useQuery({
    queryKey: ["tags", key],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tags/{key}", { params: { path: { key: key ?? "" } }, signal })),
    enabled: key !== undefined,
  });
}

export function useTagHistory(key: string, from: string | undefined) {
  return useQuery({
    queryKey: ["tags", key, "history", from],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tags/{key}/history", { params: { path: { key }, query: { from } }, signal })),
    enabled: from !== undefined,
    placeholderData: keepPreviousData,
  });
}
