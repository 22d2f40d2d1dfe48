import { type Diagnostic, isSlipwayError, type SlipwayError } from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import type { DiagnosticView, ProblemView } from "./contract/schemas.ts";

/** The status of an answer, by the code of what went wrong; others are faults of the server. */
const statuses: Readonly<Record<string, number>> = {
  JOBS_BAD_REQUEST: 400,
  JOBS_BODY_UNREADABLE: 400,
  JOBS_NO_TOKEN: 401,
  JOBS_BAD_TOKEN: 401,
  JOBS_FORBIDDEN: 403,
  JOBS_OTHER_TENANT: 403,
  JOBS_UNKNOWN_ROUTE: 404,
  JOBS_UNKNOWN_JOB: 404,
  JOBS_UNKNOWN_ATTEMPT: 404,
  JOBS_UNKNOWN_ARTIFACT: 404,
  JOBS_UNKNOWN_TOKEN: 404,
  JOBS_METHOD_NOT_ALLOWED: 405,
  JOBS_NOT_ENDED: 409,
  JOBS_BODY_TOO_LARGE: 413,
  JOBS_INVALID: 422,
  JOBS_IS_SCHEDULE: 422,
  JOBS_NO_SCHEDULE: 422,
  JOBS_UNKNOWN_SCHEDULE: 404,
  JOBS_IDEMPOTENCY_CONFLICT: 409,
  JOBS_RATE_LIMITED: 429,
  JOBS_NOT_READY: 503,
  JOBS_PROVIDER_FAILED: 503,
};

/** The failure that a caller is told of: what is not expected is not shown to anybody outside. */
export function toldFailure(cause: unknown): SlipwayError {
  return isSlipwayError(cause) && cause.code in statuses ? cause : jobsErrors.error("JOBS_INTERNAL", {}, { cause });
}

const headersOf = new WeakMap<SlipwayError, Readonly<Record<string, string>>>();

/** A failure whose answer has these headers. */
export function withHeaders(error: SlipwayError, headers: Readonly<Record<string, string>>): SlipwayError {
  headersOf.set(error, headers);
  return error;
}

/** A failure as an answer with problem details. Source: RFC 9457. */
export function problemResponse(error: SlipwayError, requestId: string): Response {
  const status = statuses[error.code] ?? 500;
  const body: ProblemView = {
    type: `urn:slipway:error:${error.code}`,
    title: error.message,
    status,
    code: error.code,
    ...(error.hint === undefined ? {} : { detail: error.hint }),
    ...(error.diagnostics.length > 0 ? { diagnostics: error.diagnostics.map(diagnosticView) } : {}),
    request_id: requestId,
  };
  const challenge = status === 401 ? { "www-authenticate": "Bearer" } : undefined;
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { "content-type": "application/problem+json", ...challenge, ...headersOf.get(error) },
  });
}

function diagnosticView({ severity, code, message, hint, at }: Diagnostic): DiagnosticView {
  return {
    severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at ? { line: at.line, column: at.column } : {}),
  };
}
