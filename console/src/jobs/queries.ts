import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

const ENDED = new Set(["done", "succeeded", "failed", "cancelled", "interrupted"]);
const POLL_MS = 1_000;

export const hasEnded = (job: Pick<Schemas["Job"], "state">) => ENDED.has(job.state.toLowerCase());

export function useJobs(page: number, size: number) {
  return useQuery({
    queryKey: ["jobs", page, size],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/jobs", { params: { query: { page, size } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some((job) => !hasEnded(job)) ? POLL_MS : 15_000),
  });
}

/** One job, asked every second until it ends. */
export function useJob(id: string | null) {
  return useQuery({
    queryKey: ["jobs", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/jobs/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && hasEnded(query.state.data) ? false : POLL_MS),
  });
}

export function useStartJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["JobRequest"]) => unwrap(api.POST("/api/v1/jobs", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["jobs"] }),
  });
}
