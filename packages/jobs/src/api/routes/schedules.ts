import { jobsErrors } from "../../errors.ts";
import type { Schedule } from "../../store/side-ports.ts";
import type { ScheduleView } from "../contract/schemas.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { defaultTenant, tenantOf } from "../principal.ts";
import { readJobBody } from "../read-job-body.ts";

type ScheduleHandlers = Pick<Handlers, "listSchedules" | "putSchedule" | "removeSchedule">;

/** Handlers of schedules. */
export function scheduleRoutes({ store, largestBody }: Pick<ApiParts, "store" | "largestBody">): ScheduleHandlers {
  return {
    async listSchedules({ principal, query: { tenant } }) {
      const schedules = await store.schedules.list(tenantOf(principal, tenant));
      return { status: 200, body: { schedules: schedules.map(scheduleView) } };
    },
    async putSchedule({ principal, request, query }) {
      const { spec, schedule } = await readJobBody(request, largestBody);
      const { name } = spec;
      if (!schedule || name === undefined) throw jobsErrors.error("JOBS_NO_SCHEDULE", {});
      const tenant = tenantOf(principal, query.tenant) ?? defaultTenant;
      const set = await store.schedules.set({ tenant, name, time: schedule, spec, by: principal.subject });
      return { status: 200, body: scheduleView(set) };
    },
    async removeSchedule({ principal, params: { name }, query }) {
      const tenant = tenantOf(principal, query.tenant) ?? defaultTenant;
      if (!(await store.schedules.remove(tenant, name, principal.subject)))
        throw jobsErrors.error("JOBS_UNKNOWN_SCHEDULE", { name });
      return { status: 204 };
    },
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

function scheduleView({ name, tenant, time, createdBy, nextAt, lastAt, lastJob }: Schedule): ScheduleView {
  return {
    name,
    tenant,
    cron: time.cron,
    timezone: time.timezone,
    created_by: createdBy,
    ...(nextAt === undefined ? {} : { next_at: isoTime(nextAt) }),
    ...(lastAt === undefined ? {} : { last_at: isoTime(lastAt) }),
    ...(lastJob === undefined ? {} : { last_job: lastJob }),
  };
}
