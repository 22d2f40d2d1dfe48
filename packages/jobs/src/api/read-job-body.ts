import { Diagnostics, SourceText } from "@slipway/core";
import { jobsErrors } from "../errors.ts";
import { readJobFile } from "../job/read-job.ts";
import type { JobRequest } from "../job/to-spec.ts";
import { readText } from "./read-request.ts";

/**
 * The job of a request's body, which is a job file as YAML or JSON.
 * @throws JOBS_INVALID with everything that is wrong, and where; JOBS_BODY_TOO_LARGE, JOBS_BODY_UNREADABLE
 */
export async function readJobBody(request: Request, most: number): Promise<JobRequest> {
  const text = await readText(request, most);
  const diagnostics = new Diagnostics();
  const read = await readJobFile(new SourceText("body", text), diagnostics);
  if (read) return read;
  throw jobsErrors.error("JOBS_INVALID", { count: diagnostics.errors.length }, { diagnostics: diagnostics.all });
}
