import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { type Call, routes } from "./routes";

/** Answers the console's questions from invented data, for work on looks without a server. Never part of a build. */
export function mockServer(): Plugin {
  return {
    name: "zhike-mock",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.startsWith("/api/v1/")) return next();
        void answer(request, response);
      });
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  const path = url.pathname.slice("/api/v1".length);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const call: Call = { query: url.searchParams, body: text ? JSON.parse(text) : {}, params: [] };
  for (const [method, pattern, handler] of routes) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (!match) continue;
    const result = handler({ ...call, params: match.slice(1).map(decodeURIComponent) });
    if (result === undefined) return send(response, 204);
    if (typeof result === "object" && result !== null && "problem" in result) {
      const { status, code, title } = (result as { problem: { status: number; code: string; title: string } }).problem;
      return send(response, status, { type: "about:blank", status, code, title, errors: [] });
    }
    return send(response, 200, result);
  }
  send(response, 404, { status: 404, code: "not_found", title: `The mock does not answer ${request.method} ${path}` });
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.statusCode = status;
  if (body !== undefined) response.setHeader("Content-Type", "application/json");
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
