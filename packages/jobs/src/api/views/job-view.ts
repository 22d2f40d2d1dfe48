import type { Applied, Attempt, AttemptEnd, Job } from "../../job/job.ts";
import type { JobEvent } from "../../store/store.ts";
import type { AttemptEndView, AttemptView, EventView, JobView } from "../contract/schemas.ts";

const time = (ms: number): string => new Date(ms).toISOString();

/** A job as the API shows it. */
export function jobView(job: Job, waitingFor?: string): JobView {
  const { spec } = job;
  return {
    id: job.id,
    ...(spec.name === undefined ? {} : { name: spec.name }),
    tenant: job.tenant,
    state: job.state,
    attempt: job.attempt,
    created_at: time(job.createdAt),
    run_at: time(job.runAt),
    ...(job.startedAt === undefined ? {} : { started_at: time(job.startedAt) }),
    ...(job.finishedAt === undefined ? {} : { finished_at: time(job.finishedAt) }),
    cancel_requested: job.cancelRequested,
    ...(waitingFor === undefined ? {} : { waiting_for: waitingFor }),
    ...(job.end ? { end: endView(job.end) } : {}),
    ...(job.schedule === undefined ? {} : { schedule: job.schedule }),
    submitted_by: job.submittedBy,
    ...(spec.image === undefined ? {} : { image: spec.image }),
    ...(spec.repository ? { repository: spec.repository.url, commit: spec.repository.commit } : {}),
  };
}

/** An attempt as the API shows it. */
export function attemptView({ number, worker, startedAt, finishedAt, end, applied }: Attempt): AttemptView {
  return {
    number,
    worker,
    started_at: time(startedAt),
    ...(finishedAt === undefined ? {} : { finished_at: time(finishedAt) }),
    ...(end ? { end: endView(end) } : {}),
    ...(applied ? { applied: appliedView(applied) } : {}),
  };
}

function endView({ reason, exitCode, message, result, egress }: AttemptEnd): AttemptEndView {
  return {
    reason,
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    message,
    ...(result === undefined ? {} : { result }),
    ...(egress ? { egress: { allowed: [...egress.allowed], denied: [...egress.denied] } } : {}),
  };
}

function appliedView(applied: Applied): NonNullable<AttemptView["applied"]> {
  const { container, image, user, capabilities, cpus, pids, network, commit, tree } = applied;
  return {
    container,
    image,
    image_digest: applied.imageDigest,
    user,
    read_only_root: applied.readOnlyRoot,
    capabilities: [...capabilities],
    no_new_privileges: applied.noNewPrivileges,
    cpus,
    memory_bytes: applied.memoryBytes,
    pids,
    network,
    ...(commit === undefined ? {} : { commit }),
    ...(tree === undefined ? {} : { tree }),
  };
}

/** An event as the API shows it. */
export function eventView({ sequence, job, attempt, at, kind, data }: JobEvent): EventView {
  return { sequence, job, attempt, at: time(at), kind, data };
}
