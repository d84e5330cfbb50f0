import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { saveFile } from "../../api/saveFile";

export type Export = Schemas["ExportView"];
const SOON_MS = 2_000;

/** These become something else by themselves. */
export const isUnderWay = (one: Pick<Export, "state">) => one.state === "approved" || one.state === "running";

export function useExports(query: { which?: string; segment?: string; page: number; size: number }) {
  return useQuery({
    queryKey: ["exports", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/member-exports", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? SOON_MS : false),
  });
}

export function useExport(id: string | undefined) {
  return useQuery({
    queryKey: ["exports", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/member-exports/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? SOON_MS : false),
  });
}

export function useExportColumns() {
  return useQuery({
    queryKey: ["export-columns"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/member-exports/columns", { signal })),
    staleTime: 5 * 60_000,
  });
}

export function useAskForExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewExport"]) => unwrap(api.POST("/api/v1/member-exports", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["exports"] }),
  });
}

export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ approved, ...body }: { approved: boolean; note: string; revision: number }) =>
      unwrap(
        approved
          ? api.POST("/api/v1/member-exports/{id}/approve", { params: { path: { id } }, body })
          : api.POST("/api/v1/member-exports/{id}/refuse", { params: { path: { id } }, body }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ["exports"] }),
  });
}

export function useDownloadExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (one: Export) =>
      saveFile(
        await unwrap(
          api.GET("/api/v1/member-exports/{id}/file", { params: { path: { id: one.id } }, parseAs: "blob" }),
        ),
        `${one.segment}-${one.asOf}-${one.mark}.${one.format}`,
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ["exports"] }),
  });
}

export function useTrace(code: string) {
  return useQuery({
    queryKey: ["export-trace", code],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/member-exports/trace", { params: { query: { code } }, signal })),
    enabled: code !== "",
    retry: false,
  });
}
