import { Diagnostics, SourceText } from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import { readJobFile, readJobRequest } from "../job/read-job.ts";
import type { JobRequest } from "../job/to-spec.ts";
import { readText } from "./read-request.ts";

/**
 * The job of a request's body, which is a job file as YAML or JSON.
 * @throws JOBS_INVALID with everything that is wrong, and where; JOBS_BODY_TOO_LARGE, JOBS_BODY_UNREADABLE
 */
export async function readJobBody(request: Request, most: number): Promise<JobRequest> {
  const text = await readText(request, most);
  const quick = jobOfJson(text);
  if (quick) return quick;
  const diagnostics = new Diagnostics();
  const read = await readJobFile(new SourceText("body", text), diagnostics);
  if (read) return read;
  throw jobsErrors.error("JOBS_INVALID", { count: diagnostics.errors.length }, { diagnostics: diagnostics.all });
}

/**
 * The job of JSON as programs write it, in which there is nothing to complain about: then nobody needs the places of its parts. Undefined
 * for everything else; JSON with a name twice, say, of which only the last would be seen here.
 */
function jobOfJson(text: string): JobRequest | undefined {
  if (!text.startsWith("{")) return undefined;
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (JSON.stringify(written) !== text) return undefined;
  const diagnostics = new Diagnostics();
  const read = readJobRequest(written, diagnostics);
  return diagnostics.all.length === 0 ? read : undefined;
}
