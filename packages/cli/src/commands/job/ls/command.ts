import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, flag, integer, text, texts } from "../../../option.ts";

export const jobLsOptions = {
  ...clientOptions,
  state: texts("STATE", "Only jobs in this state; repeat for several", {
    completes: ["queued", "running", "succeeded", "failed", "canceled"],
  }),
  limit: integer("N", "At most so many, the newest first; 20 without it", { least: 1 }),
  before: text("ID", "Only jobs older than this one"),
  tenant: text("NAME", "Only this tenant's jobs, for tokens of all tenants"),
  quiet: flag("Only print the ids", { short: "q" }),
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const jobLsCommand = defineCommand({
  name: "job ls",
  group: "Jobs",
  summary: "List jobs, the newest first",
  args: [],
  options: jobLsOptions,
  examples: [
    ["slipway job ls --state running --state queued", "what is going on"],
    ["slipway job ls -q --state failed --limit 100", "ids for scripts"],
  ],
  run: () => import("./run.ts"),
});
