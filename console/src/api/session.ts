import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, rememberAntiforgeryToken, type Schemas, unwrap } from "./client";
import { ApiProblem } from "./problem";

export type Session = Schemas["Session"];
export type Permission =
  | "ViewCustomers"
  | "ViewPersonalData"
  | "EditDefinitions"
  | "ApproveDefinitions"
  | "ViewReports"
  | "WorkOrders"
  | "ViewAudit"
  | "Administer"
  | "RunJobs"
  | "Compliance"
  | "ExportCustomers"
  | "ApproveExports"
  | "SendEvents";

export const SESSION_KEY = ["session"] as const;

/** Null when nobody is signed in. */
async function readSession(): Promise<Session | null> {
  try {
    const session = await unwrap(api.GET("/api/v1/session"));
    rememberAntiforgeryToken(session.antiforgeryToken);
    return session;
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    throw problem;
  }
}

export function useSession() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 5 * 60_000, retry: 1 });
}

export function usePermission(permission: Permission): boolean {
  const given = useSession().data?.permissions ?? [];
  const wanted = permission.toLowerCase();
  return given.some((one) => one.toLowerCase() === wanted);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Schemas["SignIn"]) => {
      await unwrap(api.POST("/api/v1/session", { body }));
      return readSession();
    },
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(SESSION_KEY, session);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/session")),
    onSettled: () => {
      client.clear();
      client.setQueryData(SESSION_KEY, null);
    },
  });
}
