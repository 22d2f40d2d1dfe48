import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { flag } from "../../../option.ts";

export const jobWaitOptions = { ...clientOptions, quiet: flag("Print nothing", { short: "q" }) };

export const jobWaitCommand = defineCommand({
  name: "job wait",
  group: "Jobs",
  summary: "Wait until a job has ended, and exit as it did",
  description:
    "Exit code: 0 when it succeeded; its own when a command of it failed; 124 when its time was over; 130 when it was canceled; else 1.",
  args: [{ name: "id", summary: "The job; the newest when left out" }],
  options: jobWaitOptions,
  examples: [["slipway job wait $(slipway job submit -q job.yaml)", "in a script"]],
  run: () => import("./run.ts"),
});
