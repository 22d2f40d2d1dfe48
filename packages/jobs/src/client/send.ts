import { type Diagnostic, SlipwayError } from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import type { Problem } from "./client.gen.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request, as the generated client has it. */
export interface Sent extends CallOptions {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  /** A text is sent as it is: a job file in YAML or JSON. */
  readonly body?: unknown;
  readonly answer: "json" | "bytes" | "nothing";
}

/** Sends a request; gives the JSON of its answer, or the answer itself when it is bytes. */
export type Send = (request: Sent) => Promise<unknown>;

export interface SendOptions {
  /** `http://127.0.0.1:7070`. */
  readonly url: string;
  readonly token?: string;
}

/**
 * Sends requests to a control plane over HTTP. Failures that it tells of are thrown as they are there, with their codes.
 * @throws JOBS_BAD_URL, JOBS_UNREACHABLE, JOBS_BAD_ANSWER, and every code that docs/errors has for the API
 */
export function sendOverHttp({ url, token }: SendOptions): Send {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw jobsErrors.error("JOBS_BAD_URL", { url });
  return async ({ method, path, query = {}, body, answer, signal, headers }) => {
    const unreachable = (cause: unknown): never => {
      if (signal?.aborted) throw cause;
      throw jobsErrors.error("JOBS_UNREACHABLE", { url, reason: reasonOf(cause) }, { cause });
    };
    const response = await fetch(`${url}${path}${search(query)}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined
          ? {}
          : { "content-type": typeof body === "string" ? "application/yaml" : "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      redirect: "error",
    }).catch(unreachable);
    if (!response.ok) throw failureOf(response.status, await response.text().catch(unreachable));
    if (answer === "bytes") return response;
    // Half an answer is one of a control plane that has gone meanwhile.
    return answer === "json" ? await response.json().catch(unreachable) : undefined;
  };
}

/** What people can use of a failed connection; each runtime has its own words for it. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? `${"code" in cause ? cause.code : ""} ${cause.message}` : String(cause);
  if (/ECONNREFUSED|ConnectionRefused/.test(text)) return "the connection was refused";
  if (/ENOTFOUND|EAI_AGAIN|FailedToOpenSocket/.test(text)) return "the name of the host was not found";
  if (/ECONNRESET|ConnectionClosed|socket.*closed/i.test(text)) return "the connection was broken";
  return cause instanceof Error ? cause.message : text;
}

/** A path with `/` left as it is. */
export const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

function search(query: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== undefined) params.append(name, String(one));
  }
  return params.size === 0 ? "" : `?${params}`;
}

function failureOf(status: number, text: string): SlipwayError {
  let problem: Partial<Problem>;
  try {
    problem = JSON.parse(text) as Partial<Problem>;
  } catch {
    problem = {};
  }
  const { code, title, detail, diagnostics = [] } = problem;
  if (code === undefined || title === undefined)
    return jobsErrors.error("JOBS_BAD_ANSWER", { status, text: text.slice(0, 200) });
  const found = diagnostics.map(
    ({ severity, code: what, message, hint, line, column }): Diagnostic => ({
      severity,
      code: what,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(line === undefined || column === undefined ? {} : { at: { file: "body", line, column } }),
    }),
  );
  return new SlipwayError({ code, message: title, hint: detail, diagnostics: found });
}
