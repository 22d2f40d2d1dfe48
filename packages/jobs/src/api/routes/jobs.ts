import { jobsErrors } from "../../errors.ts";
import type { Job } from "../../job/job.ts";
import type { JobView } from "../contract/schemas.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { defaultTenant, tenantOf } from "../principal.ts";
import { readJobBody } from "../read-job-body.ts";
import { jobView } from "../views/job-view.ts";
import { hasEnded, visibleJob, visibleStanding } from "../visible-job.ts";

type JobHandlers = Pick<Handlers, "submitJob" | "listJobs" | "getJob" | "cancelJob" | "retryJob">;

/** Without a ring of the bell it is looked again after so long. */
const lookAgainMs = 5000;

/** Handlers of jobs as a whole. */
export function jobRoutes({ store, bells, now, largestBody }: ApiParts): JobHandlers {
  const shown = async (job: Job): Promise<JobView> =>
    jobView(job, job.state === "queued" ? await store.waitingFor(job.id) : undefined);
  return {
    async submitJob({ request, principal, query }) {
      const read = await readJobBody(request, largestBody);
      if (read.schedule) throw jobsErrors.error("JOBS_IS_SCHEDULE", {});
      const { job, created } = await store.submit({
        spec: read.spec,
        tenant: tenantOf(principal, query.tenant) ?? defaultTenant,
        by: principal.subject,
      });
      return { status: created ? 201 : 200, body: await shown(job) };
    },
    async listJobs({ principal, query: { tenant, state, before, limit = 50 } }) {
      const of = tenantOf(principal, tenant);
      const jobs = await store.jobs({
        limit,
        ...(of === undefined ? {} : { tenant: of }),
        ...(state ? { states: state } : {}),
        ...(before === undefined ? {} : { before }),
      });
      return { status: 200, body: { jobs: jobs.map((job) => jobView(job)) } };
    },
    async getJob({ principal, params: { id }, query: { wait = 0 }, signal }) {
      const until = now() + wait * 1000;
      const bell = bells.of(id);
      try {
        while (until > now() && !signal.aborted && !hasEnded(await visibleStanding(store, principal, id)))
          await bell.wait(Math.min(until - now(), lookAgainMs), signal);
        return { status: 200, body: await shown(await visibleJob(store, principal, id)) };
      } finally {
        bell.end();
      }
    },
    async cancelJob({ principal, params: { id } }) {
      await visibleJob(store, principal, id);
      const job = await store.requestCancel(id, principal.subject);
      if (!job) throw jobsErrors.error("JOBS_UNKNOWN_JOB", { job: id });
      return { status: 202, body: jobView(job) };
    },
    async retryJob({ principal, params: { id } }) {
      const job = await visibleJob(store, principal, id);
      if (!hasEnded(job)) throw jobsErrors.error("JOBS_NOT_ENDED", { job: id, state: job.state });
      const { idempotencyKey: _, ...spec } = job.spec;
      const again = await store.submit({ spec, tenant: job.tenant, by: principal.subject });
      return { status: 201, body: await shown(again.job) };
    },
  };
}
