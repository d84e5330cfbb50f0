import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

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

/** The waterfall over the parts of an expression: asked after its size is known, for it costs more. */
export function useBreakdown(expression: unknown, enabled: boolean) {
  return useQuery({
    queryKey: ["breakdown", JSON.stringify(expression)],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/segments/breakdown", { body: { expression, asOf: null }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

export function useSegmentHistory(key: string) {
  return useQuery({
    queryKey: ["segments", key, "history"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/segments/{key}/history", { params: { path: { key }, query: { points: 200 } }, signal })),
  });
}

export function usePortrait(segment: string, asOf: string | null) {
  return useQuery({
    queryKey: ["segments", segment, "portrait", asOf],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/segments/portrait", { body: { expression: null, segment, asOf }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** What the group keeps, owes and holds: beside its portrait, at the same date. */
export function useBelongings(segment: string, asOf: string | null) {
  return useQuery({
    queryKey: ["belongings", segment, asOf],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/segments/belongings", { body: { segment, asOf, expression: null }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

export function useOverlap(segments: string[]) {
  return useQuery({
    queryKey: ["segments", "overlap", segments],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/segments/overlap", { body: { expressions: null, segments, asOf: null }, signal })),
    enabled: segments.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

export function useFreeze(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["FreezeRequest"]) =>
      unwrap(api.POST("/api/v1/segments/{key}/freeze", { params: { path: { key } }, body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["lists"] }),
        client.invalidateQueries({ queryKey: ["vocabulary"] }),
      ]),
  });
}

export function useLists() {
  return useQuery({ queryKey: ["lists"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/lists", { signal })) });
}

export function useListProblems(key: string) {
  return useQuery({
    queryKey: ["lists", key, "problems"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/lists/{key}/problems", { params: { path: { key } }, signal })),
  });
}

const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export type ListUpload = { key: string; nameZh: string; nameEn?: string; file: File };

/** The file itself is the body of the request. */
export function useUploadList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, nameZh, nameEn, file }: ListUpload) =>
      unwrap(
        api.POST("/api/v1/lists/{key}/file", {
          params: { path: { key }, query: { nameZh, nameEn } },
          body: file as never,
          bodySerializer: (body) => body as never,
          headers: { "Content-Type": /\.xlsx$/i.test(file.name) ? EXCEL : "text/csv" },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["lists"] }),
        client.invalidateQueries({ queryKey: ["vocabulary"] }),
      ]),
  });
}
