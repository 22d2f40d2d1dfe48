import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, texts } from "../../../option.ts";

export const jobSchedulesOptions = {
  ...clientOptions,
  remove: texts("NAME", "Remove this schedule; repeat for several. The jobs that it made stay"),
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const jobSchedulesCommand = defineCommand({
  name: "job schedules",
  group: "Jobs",
  summary: "List or remove the schedules that make jobs",
  description: "A schedule is made by submitting a job file that has `schedule` and `name`.",
  args: [],
  options: jobSchedulesOptions,
  examples: [
    ["slipway job schedules", "with the time of the next job"],
    ["slipway job schedules --remove nightly", "no more of it"],
  ],
  run: () => import("./run.ts"),
});
