import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";

export function useOutbox(filter: { channel?: string; state?: string; q?: string; page: number; size: number }) {
  return useQuery({
    queryKey: ["outbox", filter],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/outbox", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
  });
}

export function useMessage(id: string | null) {
  return useQuery({
    queryKey: ["outbox", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/outbox/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== null,
  });
}
