import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";
import { ApiProblem } from "../api/problem";
import { usePermission } from "../api/session";
import { useLanguage } from "../i18n/useLanguage";

export type DefinitionKind = "tiering" | "tag" | "segment" | "journey" | "template" | "tracking_plan";
export type Definition = Schemas["Definition"];

/** Every version of a definition, newest first. Nothing when the key is not known. */
export function useHistory(kind: DefinitionKind, key: string, enabled = true) {
  return useQuery({
    queryKey: ["definitions", kind, key],
    queryFn: async ({ signal }) => {
      try {
        const versions = await unwrap(
          api.GET("/api/v1/definitions/{kind}/{key}", { params: { path: { kind, key } }, signal }),
        );
        return [...versions].sort((a, b) => b.version - a.version);
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404) return [];
        throw problem;
      }
    },
    enabled,
  });
}

/** The newest version of every definition of a kind. */
export function useDefinitions(kind: DefinitionKind) {
  const may = usePermission("ViewReports");
  return useQuery({
    queryKey: ["definitions", kind],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/definitions/{kind}", { params: { path: { kind } }, signal })),
    enabled: may,
    staleTime: 60_000,
  });
}

/** What people call a definition; its key while the names are on their way. */
export function useDefinitionName(kind: DefinitionKind) {
  const { pick } = useLanguage();
  const names = useQuery({
    queryKey: ["definitions", kind, "names"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/names/{kind}", { params: { path: { kind } }, signal })),
    staleTime: 60_000,
  }).data;
  return (key: string): string => {
    const name = names?.find((one) => one.key === key);
    return pick(name?.nameZh, name?.nameEn) || key;
  };
}

/** Either the document or its text (YAML or JSON). Revision 0: no draft was read. */
export type Draft = { key: string; document?: unknown; text?: string; revision: number };

/** After any change of a definition, what shows it is asked again. */
function useChange<T, R>(change: (given: T) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      client.invalidateQueries({ predicate: (query) => !["session", "people"].includes(String(query.queryKey[0])) }),
  });
}

export function useSaveDraft(kind: DefinitionKind) {
  return useChange(({ key, document, text, revision }: Draft) =>
    unwrap(
      api.PUT("/api/v1/definitions/{kind}/{key}/draft", {
        params: { path: { kind, key } },
        body: { document: document ?? null, text: text ?? null, revision },
      }),
    ),
  );
}

type Step = { key: string; version: number };

export function useSubmit(kind: DefinitionKind) {
  return useChange(({ key, version }: Step) =>
    unwrap(api.POST("/api/v1/definitions/{kind}/{key}/{version}/submit", { params: { path: { kind, key, version } } })),
  );
}

export function useApprove(kind: DefinitionKind) {
  return useChange(({ key, version }: Step) =>
    unwrap(
      api.POST("/api/v1/definitions/{kind}/{key}/{version}/approve", { params: { path: { kind, key, version } } }),
    ),
  );
}

export function useReject(kind: DefinitionKind) {
  return useChange(({ key, version, note }: Step & { note: string }) =>
    unwrap(
      api.POST("/api/v1/definitions/{kind}/{key}/{version}/reject", {
        params: { path: { kind, key, version } },
        body: { note },
      }),
    ),
  );
}

export function useStop(kind: DefinitionKind) {
  return useChange(({ key }: { key: string }) =>
    unwrap(api.POST("/api/v1/definitions/{kind}/{key}/stop", { params: { path: { kind, key } } })),
  );
}
