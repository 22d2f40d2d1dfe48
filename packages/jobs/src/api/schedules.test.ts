import { expect, test } from "bun:test";
import { served } from "./testing/served.ts";

const nightly = { name: "nightly", schedule: { cron: "0 3 * * *", timezone: "Europe/Berlin" }, steps: ["true"] };

test("a job file with a schedule makes a schedule, which can be changed, listed and removed", async () => {
  await using api = await served();
  const made = await api.client.putSchedule(nightly);
  expect(made).toMatchObject({ name: "nightly", tenant: "alpha", cron: "0 3 * * *", timezone: "Europe/Berlin" });
  expect(made.next_at).toBeString();
  await api.client.putSchedule({ ...nightly, schedule: "0 4 * * *" });
  expect((await api.client.listSchedules()).schedules).toMatchObject([{ name: "nightly", cron: "0 4 * * *" }]);
  expect((await api.as("bob").listSchedules()).schedules).toEqual([]);
  await expect(api.as("bob").removeSchedule("nightly")).rejects.toMatchObject({ code: "JOBS_UNKNOWN_SCHEDULE" });
  await api.client.removeSchedule("nightly");
  expect((await api.client.listSchedules()).schedules).toEqual([]);
  expect((await api.client.listJobs()).jobs).toEqual([]);
});

test("a scheduled job is not submitted once by mistake, and a schedule needs a name", async () => {
  await using api = await served();
  await expect(api.client.submitJob(nightly)).rejects.toMatchObject({ code: "JOBS_IS_SCHEDULE" });
  const { name: _, ...nameless } = nightly;
  await expect(api.client.putSchedule(nameless)).rejects.toMatchObject({ code: "JOBS_NO_SCHEDULE" });
});
