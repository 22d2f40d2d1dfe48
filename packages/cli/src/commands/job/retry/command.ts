import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { flag } from "../../../option.ts";

export const jobRetryOptions = {
  ...clientOptions,
  follow: flag("Show what it prints until it has ended, and exit as it did", { short: "f" }),
};

export const jobRetryCommand = defineCommand({
  name: "job retry",
  group: "Jobs",
  summary: "Submit a job that has ended once more, as a new job",
  args: [{ name: "id", summary: "The job", required: true }],
  options: jobRetryOptions,
  examples: [["slipway job retry -f 0199c3f4-…", "and watch it"]],
  run: () => import("./run.ts"),
});
