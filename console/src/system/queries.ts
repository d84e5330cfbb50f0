import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../api/client";
import { usePermission } from "../api/session";

/** Whoever sees no reports sees no tree either: then it is not asked for. */
export function useOrg() {
  const may = usePermission("ViewReports");
  return useQuery({
    enabled: may,
    queryKey: ["org"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/org", { signal })),
    staleTime: 5 * 60_000,
  });
}

/** The outlets of a tree as choices, each under its branch's name. */
export function flattenOutlets(root: Schemas["OrgNode"] | undefined): { value: string; label: string }[] {
  if (!root) return [];
  const found: { value: string; label: string }[] = [];
  const walk = (node: Schemas["OrgNode"], parent: string) => {
    if (node.children.length === 0)
      found.push({ value: outletOf(node), label: parent ? `${parent} / ${node.name}` : node.name });
    for (const child of node.children) walk(child, node === root ? "" : node.name);
  };
  walk(root, "");
  return found;
}

function outletOf(node: Schemas["OrgNode"]): string {
  return node.outletId || node.orgPath.split("/").filter(Boolean).at(-1) || node.orgPath;
}

export function useStaff() {
  return useQuery({ queryKey: ["staff"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/staff", { signal })) });
}

export function useAddStaff() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewStaff"]) => unwrap(api.POST("/api/v1/staff", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["staff"] }),
  });
}

export function useChangeStaff() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ staff, ...body }: Schemas["StaffChange"] & { staff: string }) =>
      unwrap(api.PUT("/api/v1/staff/{number}", { params: { path: { number: staff } }, body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["staff"] }),
        client.invalidateQueries({ queryKey: ["org"] }),
        client.invalidateQueries({ queryKey: ["audit"] }),
      ]),
  });
}

export function useAudit(filter: { staff?: string; action?: string; page: number; size: number }) {
  return useQuery({
    queryKey: ["audit", filter],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/audit", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useAuditCheck() {
  return useQuery({
    queryKey: ["audit", "check"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/audit/check", { signal })),
    enabled: false,
    gcTime: 0,
  });
}

export function useTokens() {
  return useQuery({ queryKey: ["tokens"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tokens", { signal })) });
}

export function useIssueToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewToken"]) => unwrap(api.POST("/api/v1/tokens", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRoles() {
  return useQuery({
    queryKey: ["roles"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/roles", { signal })),
    staleTime: 5 * 60_000,
  });
}

export function useSources() {
  return useQuery({ queryKey: ["sources"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/sources", { signal })) });
}

export function useCreateSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewSourceRequest"]) => unwrap(api.POST("/api/v1/sources", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sources"] }),
    gcTime: 0,
  });
}

export function useChangeSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas["SourceChange"] & { id: string }) =>
      unwrap(api.PUT("/api/v1/sources/{id}", { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sources"] }),
  });
}

export function useRevokeSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/sources/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sources"] }),
  });
}
