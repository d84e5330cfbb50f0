import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

export type Discovered = Schemas["DiscoveredEvent"];
export type Unplanned = Schemas["UnplannedEvent"];
export type Shape = Schemas["DiscoveredShape"];
export type Arrival = Schemas["Arrival"];
export type EventQuality = Schemas["EventQuality"];
export type SourceQuality = Schemas["SourceQuality"];
export type QualityAlert = Schemas["QualityAlertRecord"];
export type QuarantineGroup = Schemas["QuarantineGroup"];
export type Decision = NonNullable<Schemas["QuarantineRequest"]["decision"]>;

const LIVE_EVERY_MS = 2_000;
const SLOW_EVERY_MS = 30_000;

export function useDiscovered() {
  return useQuery({
    queryKey: ["tracking", "events"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/events", { signal })),
    refetchInterval: SLOW_EVERY_MS,
  });
}

/** What arrives and no plan in force names. */
export function useUnplanned() {
  return useQuery({
    queryKey: ["tracking", "unplanned"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/unplanned", { signal })),
    refetchInterval: SLOW_EVERY_MS,
  });
}

type PlanText = Partial<Schemas["PlanDraftText"]>;

const checkPlan = (key: string, body: PlanText, signal?: AbortSignal) =>
  unwrap(
    api.POST("/api/v1/tracking/plans/{key}/check", {
      params: { path: { key } },
      body: { document: null, text: null, ...body },
      signal,
    }),
  );

/** What stands in the way of a draft, asked whenever it has rested. */
export function usePlanCheck(key: string, draft: string) {
  return useQuery({
    queryKey: ["plan-check", key, draft],
    queryFn: ({ signal }) => checkPlan(key, JSON.parse(draft) as PlanText, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

/** Reads YAML as the server reads it. */
export function useReadPlan(key: string) {
  return useMutation({ mutationFn: (body: PlanText) => checkPlan(key, body) });
}

export function useShape(name: string, source: string) {
  return useQuery({
    queryKey: ["tracking", "event", name, source],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tracking/events/{name}", { params: { path: { name }, query: { source } }, signal })),
  });
}

export type ArrivalFilter = { source?: string; name?: string; user?: string; verdict?: string };

/** Asked every two seconds while it is not paused. */
export function useArrivals(filter: ArrivalFilter, paused: boolean) {
  return useQuery({
    queryKey: ["tracking", "arrivals", filter],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/arrivals", { params: { query: filter }, signal })),
    refetchInterval: paused ? false : LIVE_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

export function useQuality(day: string | undefined) {
  return useQuery({
    queryKey: ["tracking", "quality", day],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/quality", { params: { query: { day } }, signal })),
    refetchInterval: SLOW_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

export function useVolume(day: string | undefined, source: string, name: string) {
  return useQuery({
    queryKey: ["tracking", "volume", day, source, name],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tracking/quality/volume", { params: { query: { day, source, name } }, signal })),
    refetchInterval: SLOW_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

export function useViolations(day: string | undefined, source: string, name: string) {
  return useQuery({
    queryKey: ["tracking", "violations", day, source, name],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/tracking/quality/violations", { params: { query: { day, source, name } }, signal })),
    refetchInterval: SLOW_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

export function useAlerts() {
  return useQuery({
    queryKey: ["tracking", "alerts"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/alerts", { params: { query: { size: 100 } }, signal })),
    refetchInterval: SLOW_EVERY_MS,
  });
}

function useTrackingChange<T, R>(change: (given: T) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ["tracking"] }),
  });
}

export function useDecideAlert() {
  return useTrackingChange(({ id, to, note }: { id: string; to: "acknowledge" | "close"; note: string }) =>
    to === "close"
      ? unwrap(api.POST("/api/v1/tracking/alerts/{id}/close", { params: { path: { id } }, body: { note } }))
      : unwrap(api.POST("/api/v1/tracking/alerts/{id}/acknowledge", { params: { path: { id } }, body: { note } })),
  );
}

export function useQuarantine() {
  return useQuery({
    queryKey: ["tracking", "quarantine"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/quarantine", { signal })),
    refetchInterval: SLOW_EVERY_MS,
  });
}

export function useDecideQuarantine() {
  return useTrackingChange((body: Schemas["QuarantineRequest"]) =>
    unwrap(api.POST("/api/v1/tracking/quarantine", { body })),
  );
}
