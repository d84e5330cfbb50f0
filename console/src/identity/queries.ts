import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, type Schemas, unwrap } from "../api/client";
import { useLanguage } from "../i18n/useLanguage";

/** The next run, about a second later, follows a decision; these looks find what it did. */
const LOOKS_AFTER_MS = [1500, 4000];

export function useIdentity(customer: string) {
  return useQuery({
    queryKey: ["identity", "customer", customer],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers/{id}/identity", { params: { path: { id: customer } }, signal })),
  });
}

export function useIdentityFigures() {
  return useQuery({
    queryKey: ["identity", "figures"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/identity/figures", { signal })),
  });
}

export function useSuggestions(page: number, size: number) {
  return useQuery({
    queryKey: ["identity", "suggestions", page, size],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/identity/suggestions", { params: { query: { page, size } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What a word about two identities is about to move. */
export function useConsequences(a: string, b: string) {
  return useQuery({
    queryKey: ["identity", "consequences", a, b],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/identity/consequences", { params: { query: { a, b } }, signal })),
    enabled: a !== "" && b !== "",
  });
}

export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["IdentityDecisionRequest"]) => unwrap(api.POST("/api/v1/identity/decisions", { body })),
    onSuccess: () => {
      const look = () => client.invalidateQueries({ queryKey: ["identity"] });
      for (const wait of LOOKS_AFTER_MS) setTimeout(() => void look(), wait);
      return look();
    },
  });
}

/** A kind of identity as the bank's rules name it; an unknown one stands for itself. */
export function useKindName() {
  const { pick } = useLanguage();
  const kinds = useIdentityFigures().data?.kinds;
  return useCallback(
    (kind: string) => {
      const known = kinds?.find((one) => one.kind === kind);
      return known ? pick(known.kindZh, known.kindEn) : kind;
    },
    [kinds, pick],
  );
}
