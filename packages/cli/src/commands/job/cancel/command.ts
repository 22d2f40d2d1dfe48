import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";

export const jobCancelOptions = { ...clientOptions };

export const jobCancelCommand = defineCommand({
  name: "job cancel",
  group: "Jobs",
  summary: "Cancel jobs",
  description:
    "A queued job ends at once. A running one is sent SIGTERM, and killed with all its processes after its grace period.",
  args: [{ name: "id", summary: "The jobs", required: true, many: true }],
  options: jobCancelOptions,
  examples: [["slipway job cancel $(slipway job ls -q --state queued)", "all that wait"]],
  run: () => import("./run.ts"),
});
