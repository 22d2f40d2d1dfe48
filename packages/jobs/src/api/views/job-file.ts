import { formatDuration } from "@slipway/core";
import type { Step } from "../../job/spec.ts";
import type { JobRequest } from "../../job/to-spec.ts";
import type { JobFile } from "../../schema/job-file.ts";

/** A request as the job file that says the same, with all defaults written out: it can be submitted again. */
export function jobFileOf({ spec, schedule }: JobRequest): JobFile {
  const { name, repository, image, loop, resources, retries } = spec;
  const steps = (list: readonly Step[]): NonNullable<JobFile["steps"]> =>
    list.map(({ name: title, run }) => ({ name: title, run }));
  return {
    ...(name === undefined ? {} : { name }),
    ...(repository ? { repository } : {}),
    ...(image === undefined ? {} : { image }),
    setup: steps(spec.setup),
    steps: steps(spec.steps),
    ...(loop
      ? {
          loop: {
            run: loop.run,
            ...(loop.fastCheck === undefined ? {} : { fast_check: loop.fastCheck }),
            ...(loop.fullCheck === undefined ? {} : { full_check: loop.fullCheck }),
            max_iterations: loop.maxIterations,
            max_minutes: loop.maxMs / 60_000,
          },
        }
      : {}),
    validate: steps(spec.validate),
    inputs: spec.inputs,
    environment: spec.environment,
    secrets: spec.secrets,
    resources: {
      cpus: resources.cpus,
      memory: resources.memoryBytes,
      pids: resources.pids,
      disk: resources.diskBytes,
      logs: resources.logBytes,
      artifacts: resources.artifactBytes,
    },
    timeout: duration(spec.timeoutMs),
    grace: duration(spec.graceMs),
    retries: { attempts: retries.attempts, backoff: duration(retries.backoffMs), on: retries.on },
    priority: spec.priority,
    ...(spec.concurrencyKey === undefined ? {} : { concurrency_key: spec.concurrencyKey }),
    ...(spec.concurrency === undefined ? {} : { concurrency: spec.concurrency }),
    ...(spec.idempotencyKey === undefined ? {} : { idempotency_key: spec.idempotencyKey }),
    ...(schedule ? { schedule } : {}),
    artifacts: spec.artifacts,
    network: spec.network,
    ...(spec.webhook === undefined ? {} : { webhook: spec.webhook }),
  };
}

const duration = (ms: number): string => formatDuration(ms * 1e6);
