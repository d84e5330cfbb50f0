/** One thing that is wrong: where, as a path into what was sent, and what was expected. */
export type FieldError = {
  field: string;
  message: string;
  code?: string;
  values?: readonly string[];
  line?: number | null;
};

/** A refusal of the server as its problem+json says it, or a network that did not answer (status 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];

  constructor(status: number, code: string, title: string, errors: FieldError[] = []) {
    super(title);
    this.name = "ApiProblem";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export function problemFrom(status: number, body: unknown): ApiProblem {
  if (typeof body === "object" && body !== null) {
    const given = body as { code?: unknown; title?: unknown; detail?: unknown; errors?: unknown };
    const errors = Array.isArray(given.errors) ? (given.errors as FieldError[]) : [];
    const title = [given.detail, given.title].find((text): text is string => typeof text === "string" && text !== "");
    return new ApiProblem(
      status,
      typeof given.code === "string" ? given.code : `http_${status}`,
      title ?? `HTTP ${status}`,
      errors,
    );
  }
  return new ApiProblem(status, `http_${status}`, typeof body === "string" && body !== "" ? body : `HTTP ${status}`);
}
