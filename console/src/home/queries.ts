import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";
import { usePermission } from "../api/session";

/** The home figures move while the bank works; asked again every half minute. */
export function useHome() {
  return useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/home", { signal })),
    refetchInterval: 30_000,
  });
}

/** First-run set-up: asked every two seconds until it is ready. */
export function useSetup() {
  return useQuery({
    queryKey: ["setup"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/setup", { signal })),
    refetchInterval: (query) => (query.state.data?.ready ? false : 2_000),
    retry: false,
  });
}

/** What of the arriving events asks for a person. */
export function useAttention() {
  const may = usePermission("ViewReports");
  return useQuery({
    queryKey: ["tracking", "attention"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tracking/attention", { signal })),
    refetchInterval: 30_000,
    enabled: may,
  });
}
