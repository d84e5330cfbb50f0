import createClient, { type Middleware } from "openapi-fetch";
import { ApiProblem, problemFrom } from "./problem";
import type { components, paths } from "./schema";

type Generated = components["schemas"];

/** The generated types, some under the name that this console uses for the thing. */
export type Schemas = Generated & {
  Session: Generated["SessionView"];
  SignIn: Generated["Credentials"];
  Setup: Generated["SetupView"];
  SetupStep: Generated["SetupStepView"];
  Home: Generated["HomeView"];
  Customer: Generated["CustomerView"];
  Account: Generated["AccountView"];
  Holding: Generated["HoldingView"];
  Transaction: Generated["TransactionView"];
  Definition: Generated["DefinitionView"];
  Journey: Generated["JourneyView"];
  JourneyNode: Generated["NodeView"];
  Report: Generated["StrategyReport"];
  Job: Generated["JobView"];
  WorkOrder: Generated["WorkOrderView"];
  OutboxMessage: Generated["OutboxMessageView"];
  StaffRow: Generated["StaffView"];
  AuditRow: Generated["AuditView"];
  Token: Generated["TokenView"];
  Person: Generated["ReportPerson"];
  ReportChannel: Generated["ChannelFigures"];
  ReportGoal: Generated["GoalFigures"];
  ReportArm: Generated["ArmFigures"];
  ReportSrm: Generated["SampleRatioFigures"];
};

const ANTIFORGERY_HEADER = "X-Zhike-Antiforgery";
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

let antiforgeryToken = "";
/** Every GET /session hands a token; a browser's posts must carry it back. */
export function rememberAntiforgeryToken(token: string): void {
  antiforgeryToken = token;
}

const antiforgery: Middleware = {
  onRequest({ request }) {
    if (!SAFE_METHODS.has(request.method) && antiforgeryToken !== "")
      request.headers.set(ANTIFORGERY_HEADER, antiforgeryToken);
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(antiforgery);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else is thrown as an ApiProblem. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiProblem(0, "unreachable", "");
  }
  if (!answer.response.ok) throw problemFrom(answer.response.status, answer.error);
  return answer.data as T;
}
