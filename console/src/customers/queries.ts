import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
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

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}", { params: { path: { id } }, signal })),
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

export function useTransactions(id: string, page: number, size: number) {
  return useQuery({
    queryKey: ["customer", id, "transactions", page, size],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/customers/{id}/transactions", { params: { path: { id }, query: { page, size } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useTimeline(id: string, page: number, size: number) {
  return useQuery({
    queryKey: ["customer", id, "timeline", page, size],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers/{id}/timeline", { params: { path: { id }, query: { page, size } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useCustomerTags(id: string) {
  return useQuery({
    queryKey: ["customer", id, "tags"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/tags", { params: { path: { id } }, signal })),
  });
}

export function useBalances(id: string) {
  return useQuery({
    queryKey: ["customer", id, "balances"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/balances", { params: { path: { id } }, signal })),
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
