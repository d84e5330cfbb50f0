import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";
import { useDefinitions } from "../definitions/queries";

export type Preview = Schemas["TemplatePreview"];
export type Channel = Schemas["TemplateChannel"];

export const useTemplates = () => useDefinitions("template");

/** The strategies whose newest version names the template. */
export function useUsers(): Map<string, Schemas["Definition"][]> {
  const journeys = useDefinitions("journey").data ?? [];
  const users = new Map<string, Schemas["Definition"][]>();
  for (const journey of journeys) {
    const nodes = (journey.document as { nodes?: { template?: string }[] }).nodes ?? [];
    const named = new Set(nodes.flatMap((node) => (node.template ? [node.template] : [])));
    for (const template of named) users.set(template, [...(users.get(template) ?? []), journey]);
  }
  return users;
}

export function useTemplateVocabulary() {
  return useQuery({
    queryKey: ["template-vocabulary"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/templates/vocabulary", { signal })),
    staleTime: 5 * 60_000,
  });
}

/** What the document would say to the customer; asked again whenever one of them changes. */
export function usePreview(asked: { key: string; document: unknown; customerId: number | null; language: string }) {
  const { customerId, ...rest } = asked;
  return useQuery({
    queryKey: ["template-preview", asked],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/templates/preview", { body: { ...rest, customerId: customerId ?? 0 }, signal })),
    enabled: customerId !== null,
    placeholderData: keepPreviousData,
  });
}
