import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { flag, integer } from "../../../option.ts";

export const jobLogsOptions = {
  ...clientOptions,
  follow: flag("Go on until the job has ended", { short: "f" }),
  attempt: integer("N", "One attempt only; the last without it", { least: 1 }),
};

export const jobLogsCommand = defineCommand({
  name: "job logs",
  group: "Jobs",
  summary: "Print what a job has printed",
  description:
    "Secrets are masked. Of very long output the head and the tail are kept; what was left out is told on standard error.",
  args: [{ name: "id", summary: "The job; the newest when left out" }],
  options: jobLogsOptions,
  examples: [
    ["slipway job logs -f", "the newest job, until it has ended"],
    ["slipway job logs --attempt 1 0199c3f4-…", "the first attempt of a job that was tried again"],
  ],
  run: () => import("./run.ts"),
});
