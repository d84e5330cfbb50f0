import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";

export function useSegments() {
  return useQuery({ queryKey: ["segments"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/segments", { signal })) });
}

export function useSegment(key: string) {
  return useQuery({
    queryKey: ["segments", key],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/segments/{key}", { params: { path: { key } }, signal })),
  });
}

export function useMaterialise(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/segments/{key}/materialise", { params: { path: { key } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["segments"] }),
  });
}

export function useVocabulary() {
  return useQuery({
    queryKey: ["vocabulary"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/conditions/vocabulary", { signal })),
    staleTime: 5 * 60_000,
  });
}

/** Counts the customers of an expression. A newer expression cancels the question before it. */
export function useEstimate(expression: unknown, enabled: boolean) {
  return useQuery({
    queryKey: ["estimate", JSON.stringify(expression)],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/segments/estimate", { body: { expression, asOf: null }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}
