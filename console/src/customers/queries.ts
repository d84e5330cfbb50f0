import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";

export type CustomerFilter = {
  q?: string;
  segment?: string;
  outlet?: string;
  tags: Record<string, string>;
  page: number;
  size: number;
};

export function useCustomers(filter: CustomerFilter) {
  const { tags, ...query } = filter;
  const tagQuery = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag.${key}`, value]));
  return useQuery({
    queryKey: ["customers", filter],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers", { params: { query: { ...query, ...tagQuery } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** All that the first screen shows, in one answer. */
export function useHead(id: string) {
  return useQuery({
    queryKey: ["customer", id, "head"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/head", { params: { path: { id } }, signal })),
  });
}

export function useAccounts(id: string) {
  return useQuery({
    queryKey: ["customer", id, "accounts"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/accounts", { params: { path: { id } }, signal })),
  });
}

export function useHoldings(id: string) {
  return useQuery({
    queryKey: ["customer", id, "holdings"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/holdings", { params: { path: { id } }, signal })),
  });
}

export type LedgerFilter = {
  q?: string;
  direction?: string;
  kind?: string;
  from?: string;
  to?: string;
  least?: string;
  most?: string;
};

export function useTransactions(id: string, filter: LedgerFilter, page: number, size: number) {
  return useQuery({
    queryKey: ["customer", id, "transactions", filter, page, size],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/customers/{id}/transactions", {
          params: { path: { id }, query: { ...filter, page, size } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useBehaviour(id: string, type: string | undefined, page: number, size: number) {
  return useQuery({
    queryKey: ["customer", id, "behaviour", type, page, size],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/customers/{id}/behaviour", { params: { path: { id }, query: { type, page, size } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useWealth(id: string) {
  return useQuery({
    queryKey: ["customer", id, "wealth"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/wealth", { params: { path: { id } }, signal })),
  });
}

export function useProfit(id: string) {
  return useQuery({
    queryKey: ["customer", id, "profit"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/profit", { params: { path: { id } }, signal })),
  });
}

export function useShelf(id: string) {
  return useQuery({
    queryKey: ["customer", id, "shelf"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/shelf", { params: { path: { id } }, signal })),
  });
}

export function useStages(id: string) {
  return useQuery({
    queryKey: ["customer", id, "stages"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/stages", { params: { path: { id } }, signal })),
  });
}

/** The facts behind a tag's value; asked for when somebody wants to know. */
export function useBecause(id: string, key: string | null) {
  return useQuery({
    queryKey: ["customer", id, "because", key],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/customers/{id}/tags/{key}/because", { params: { path: { id, key: key ?? "" } }, signal }),
      ),
    enabled: key !== null,
  });
}

export function useCustomerTags(id: string) {
  return useQuery({
    queryKey: ["customer", id, "tags"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/tags", { params: { path: { id } }, signal })),
  });
}

export function useSupplements(id: string) {
  return useQuery({
    queryKey: ["customer", id, "supplements"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers/{id}/supplements", { params: { path: { id } }, signal })),
  });
}

export function useEnterSupplement(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entry: { tag: string; value: unknown; note: string }) =>
      unwrap(api.POST("/api/v1/customers/{id}/supplements", { params: { path: { id } }, body: entry })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["customer", id] }),
  });
}

/** Plain data is answered to this one request and kept nowhere: not in the cache, not in the address. */
export function useUnmask(id: string) {
  return useMutation<Schemas["PersonalData"], unknown, string>({
    mutationFn: (reason) =>
      unwrap(api.POST("/api/v1/customers/{id}/unmask", { params: { path: { id } }, body: { reason } })),
    gcTime: 0,
  });
}
