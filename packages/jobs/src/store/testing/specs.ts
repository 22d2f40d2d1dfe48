import { Diagnostics } from "@slipway/core";
import { readJobRequest } from "../../job/read-job.ts";
import type { JobSpec } from "../../job/spec.ts";

/** The specification of a job file's content, with a step when it has none. */
export function specOf(file: Readonly<Record<string, unknown>> = {}): JobSpec {
  const diagnostics = new Diagnostics();
  const request = readJobRequest({ steps: ["true"], ...file }, diagnostics);
  if (!request) throw new Error(diagnostics.all.map(({ message }) => message).join("; "));
  return request.spec;
}

/** How an attempt ends well. */
export const passed = { reason: "exit", exitCode: 0, message: "passed", artifacts: [] } as const;
/** How an attempt ends badly. */
export const broken = { reason: "exit", exitCode: 1, message: "exited with code 1", artifacts: [] } as const;
/** How an attempt ends that nobody is to blame for. */
export const lost = { reason: "infra", message: "its container is gone", artifacts: [] } as const;

/** A clock that stands still until it is moved. */
export class Clock {
  now = Date.UTC(2026, 0, 1);
  readonly read = (): number => this.now;
  pass(ms: number): void {
    this.now += ms;
  }
}
