import { type Diagnostic, explainFaults, formatBytes, pathText } from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import type { TableRow } from "./table.ts";

/**
 * The query of a URL, typed as the table of routes says.
 * @throws JOBS_BAD_REQUEST with everything that is wrong
 */
export function readQuery(row: TableRow, search: URLSearchParams): Readonly<Record<string, unknown>> {
  const { kinds = {}, schema, validate } = row.query ?? {};
  const read: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const written = search.getAll(name);
    read[name] =
      kinds[name] === "array" ? written.flatMap((text) => text.split(",")) : typed(written.at(-1) ?? "", kinds[name]);
  }
  if (validate === undefined) {
    const unknown = Object.keys(read).map((name) => badParameter(name, "is not known here"));
    if (unknown.length > 0) throw refused(unknown);
  } else if (!validate(read)) throw refused(faultsOf(validate.errors ?? [], schema, read));
  return read;
}

/** The text as its kind, or as it is when it is none of that kind: the validator then says so. */
function typed(text: string, kind: string | undefined): unknown {
  if (kind === "integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === "boolean")
    return text === "true" || text === "1" || text === "" ? true : text === "false" || text === "0" ? false : text;
  return text;
}

/**
 * The body of a request as text.
 * @throws JOBS_BODY_TOO_LARGE, JOBS_BODY_UNREADABLE
 */
export async function readText(request: Request, most: number): Promise<string> {
  const tooLarge = (): Error => jobsErrors.error("JOBS_BODY_TOO_LARGE", { most: formatBytes(most) });
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > most) throw tooLarge();
    parts.push(part);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch (cause) {
    throw jobsErrors.error("JOBS_BODY_UNREADABLE", { reason: "it is not UTF-8" }, { cause });
  }
}

/**
 * The body of a request, checked with the table of routes.
 * @throws JOBS_BAD_REQUEST with everything that is wrong, and what {@link readText} throws
 */
export async function readBody(row: TableRow, request: Request, most: number): Promise<unknown> {
  if (!row.body) return undefined;
  const text = await readText(request, most);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw jobsErrors.error("JOBS_BODY_UNREADABLE", { reason }, { cause });
  }
  const { schema, validate } = row.body;
  if (!validate(read)) throw refused(faultsOf(validate.errors ?? [], schema, read));
  return read;
}

function faultsOf(faults: Parameters<typeof explainFaults>[0], schema: unknown, read: unknown): Diagnostic[] {
  return explainFaults(faults, schema, read).map(({ reason, path, problem, hint }) => {
    if (reason === "unknown-key" || reason === "bad-key") return badParameter(problem, "is not known here", hint);
    return badParameter(pathText(path) || "the body", problem, hint);
  });
}

const badParameter = (name: string, problem: string, hint?: string): Diagnostic =>
  jobsErrors.diagnostic("JOBS_BAD_PARAMETER", { name, problem, hint });

const refused = (diagnostics: readonly Diagnostic[]): Error =>
  jobsErrors.error("JOBS_BAD_REQUEST", { count: diagnostics.length }, { diagnostics });
