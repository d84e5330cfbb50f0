import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";
import { saveFile } from "../api/saveFile";

type Requests = { which?: string; kind?: string; page: number; size: number };

export function useConsents(id: string) {
  return useQuery({
    queryKey: ["customer", id, "consents"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/consents", { params: { path: { id } }, signal })),
  });
}

export function useRecordConsent(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["ConsentRequest"]) =>
      unwrap(api.POST("/api/v1/customers/{id}/consents", { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["customer", id, "consents"] }),
  });
}

export function useSuppressionLists() {
  return useQuery({
    queryKey: ["suppressions", "lists"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/suppressions/lists", { signal })),
  });
}

export function useSuppressions(query: {
  list?: string;
  state?: string;
  customerNo?: string;
  page: number;
  size: number;
}) {
  return useQuery({
    queryKey: ["suppressions", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/suppressions", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

function useChanged(key: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [key] });
}

export function useAddSuppression() {
  return useMutation({
    mutationFn: (body: Schemas["SuppressionRequest"]) => unwrap(api.POST("/api/v1/suppressions", { body })),
    onSuccess: useChanged("suppressions"),
  });
}

export function useEndSuppression() {
  return useMutation({
    mutationFn: ({ entry, reason }: { entry: string; reason: string }) =>
      unwrap(api.POST("/api/v1/suppressions/{entry}/end", { params: { path: { entry } }, body: { reason } })),
    onSuccess: useChanged("suppressions"),
  });
}

/** The file itself is the body. */
export function useUploadSuppressions() {
  return useMutation({
    mutationFn: ({ file, ...query }: { file: File; list: string; reason: string }) =>
      unwrap(
        api.POST("/api/v1/suppressions/upload", {
          params: { query },
          body: file as unknown as string,
          bodySerializer: (body) => body as never,
          headers: { "Content-Type": "application/octet-stream" },
        }),
      ),
    onSuccess: useChanged("suppressions"),
  });
}

export function useRequests(query: Requests) {
  return useQuery({
    queryKey: ["person-requests", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/person-requests", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useRequestCounts() {
  return useQuery({
    queryKey: ["person-requests", "counts"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/person-requests/counts", { signal })),
  });
}

export function useRequest(id: string | undefined) {
  return useQuery({
    enabled: id !== undefined,
    queryKey: ["person-requests", "one", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/person-requests/{id}", { params: { path: { id: id ?? "" } }, signal })),
  });
}

export function useNewRequest() {
  return useMutation({
    mutationFn: (body: Schemas["NewRequest"]) => unwrap(api.POST("/api/v1/person-requests", { body })),
    onSuccess: useChanged("person-requests"),
  });
}

export function useStep(id: string) {
  return useMutation({
    mutationFn: (body: Schemas["StepRequest"]) =>
      unwrap(api.POST("/api/v1/person-requests/{id}/steps", { params: { path: { id } }, body })),
    onSettled: useChanged("person-requests"),
  });
}

export function useCorrect(id: string) {
  return useMutation({
    mutationFn: (body: Schemas["CorrectionRequest"]) =>
      unwrap(api.POST("/api/v1/person-requests/{id}/correction", { params: { path: { id } }, body })),
    onSuccess: useChanged("person-requests"),
  });
}

export function useObject(id: string) {
  return useMutation({
    mutationFn: (purposes: string[]) =>
      unwrap(
        api.POST("/api/v1/person-requests/{id}/objection", {
          params: { path: { id } },
          body: { purposes, note: null },
        }),
      ),
    onSuccess: useChanged("person-requests"),
  });
}

export function useErase(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/person-requests/{id}/erasure", { params: { path: { id } } })),
    onSettled: useChanged("person-requests"),
  });
}

/** Fetches the file and hands it to the browser; it is kept nowhere else. */
export function useDownload(id: string) {
  return useMutation({
    mutationFn: async (format: "json" | "xlsx") => {
      const blob = await unwrap(
        api.POST("/api/v1/person-requests/{id}/file", {
          params: { path: { id }, query: { format } },
          parseAs: "blob",
        }),
      );
      saveFile(blob, `person-${id}.${format}`);
    },
    onSettled: useChanged("person-requests"),
  });
}

export function useLooks(query: { staff?: string; day?: string; page: number; size: number }) {
  return useQuery({
    queryKey: ["personal-looks", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/personal-looks", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useQuotas() {
  return useQuery({
    queryKey: ["personal-looks", "quotas"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/personal-looks/quotas", { signal })),
  });
}

export function usePersonalKey() {
  return useQuery({
    queryKey: ["personal-looks", "key"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/personal-looks/key", { signal })),
  });
}
