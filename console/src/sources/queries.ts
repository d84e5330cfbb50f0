import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, type Schemas, unwrap } from "../api/client";
import { hasEnded, useJob, useStartJob } from "../jobs/queries";

export type Source = Schemas["BatchSource"];
export type Run = Schemas["BatchRun"];

/** Files come and turns pass without anybody here doing anything. */
const REFRESH_MS = 10_000;

export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/data-sources", { signal })),
    refetchInterval: REFRESH_MS,
  });
}

export function useRuns(source: string, page: number, size: number) {
  return useQuery({
    queryKey: ["sources", "runs", source, page, size],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/data-sources/runs", { params: { query: { source, page, size } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function useRun(id: string | undefined) {
  return useQuery({
    queryKey: ["sources", "run", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/data-sources/runs/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== undefined,
  });
}

export function useFiles(source: string, page: number, size: number) {
  return useQuery({
    queryKey: ["sources", "files", source, page, size],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/data-sources/files", { params: { query: { source, page, size } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function useRefusals(run: string) {
  return useQuery({
    queryKey: ["sources", "refusals", run],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/data-sources/runs/{id}/refusals", { params: { path: { id: run } }, signal })),
  });
}

/** The next turns that a line of cron names; a line that is none is refused with what is wrong. */
export function useNextTurns(cron: string) {
  return useQuery({
    queryKey: ["sources", "next", cron],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/data-sources/next", { params: { query: { cron } }, signal })),
    enabled: cron.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["BatchSchedule"]) => unwrap(api.PUT("/api/v1/data-sources/schedule", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sources"] }),
  });
}

/** Starts a run and follows it to its end. */
export function useRunSource() {
  const client = useQueryClient();
  const start = useStartJob();
  const job = useJob(start.data?.jobId ?? null);
  const ended = job.data !== undefined && hasEnded(job.data);
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ["sources"] });
  }, [ended, client]);
  return {
    start: (source: string, how: { whole?: boolean; cause?: string; file?: string } = {}) =>
      start.mutate({ verb: "source", arguments: { source, ...how } }),
    job: job.data,
    error: start.error,
    isRunning: start.isPending || (start.data !== undefined && !ended),
  };
}

export function useLineage(customer: number) {
  return useQuery({
    queryKey: ["sources", "lineage", customer],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/data-sources/lineage", { params: { query: { customer } }, signal })),
  });
}
