import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

export type WorkOrder = Schemas["WorkOrder"];
export type WorkOrderRow = Schemas["WorkOrderRow"];

export function useWorkOrders(filter: { status?: string; q?: string; page: number; size: number }) {
  return useQuery({
    queryKey: ["work-orders", filter],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/work-orders", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The signed-in customer manager's own list of today. */
export function useToday() {
  return useQuery({
    queryKey: ["work-orders", "today"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/work-orders/today", { signal })),
    refetchInterval: 60_000,
  });
}

export function useWorkOrder(id: string | null) {
  return useQuery({
    queryKey: ["work-orders", "one", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/work-orders/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== null,
  });
}

function useMove<T>(move: (given: T) => Promise<WorkOrder>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: move,
    onSuccess: (order) => {
      client.setQueryData(["work-orders", "one", order.id], order);
      void client.invalidateQueries({ queryKey: ["work-orders"] });
      void client.invalidateQueries({ queryKey: ["home"] });
    },
    // Somebody was faster: show what it is now.
    onError: () => void client.invalidateQueries({ queryKey: ["work-orders"] }),
  });
}

export function useAccept() {
  return useMove(({ id, revision }: { id: string; revision: number }) =>
    unwrap(api.POST("/api/v1/work-orders/{id}/accept", { params: { path: { id } }, body: { revision } })),
  );
}

export function useReport() {
  return useMove(({ id, ...body }: { id: string; label: string; note: string; revision: number }) =>
    unwrap(api.POST("/api/v1/work-orders/{id}/report", { params: { path: { id } }, body })),
  );
}
