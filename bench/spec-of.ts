import { Diagnostics } from "@slipway/core";
import { type JobSpec, readJobRequest } from "@slipway/jobs";
import { BenchError } from "./case.ts";

/** The specification of a job as a person writes it, with all defaults. */
export function specOf(request: object): JobSpec {
  const diagnostics = new Diagnostics();
  const read = readJobRequest(request, diagnostics);
  if (read) return read.spec;
  throw new BenchError(`no job: ${diagnostics.errors.map(({ message }) => message).join("; ")}`);
}
