import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, flag } from "../../../option.ts";

export const jobShowOptions = {
  ...clientOptions,
  spec: flag("Show the job file instead, with all defaults; it can be submitted again"),
  events: flag("Show what happened to it, too"),
  format: choice(["text", "json"], "Text for people, or a JSON object"),
};

export const jobShowCommand = defineCommand({
  name: "job show",
  group: "Jobs",
  summary: "Show a job: its state, why it waits, its attempts, what was applied to its container",
  args: [{ name: "id", summary: "The job; the newest when left out" }],
  options: jobShowOptions,
  examples: [
    ["slipway job show", "the newest"],
    ["slipway job show --spec 0199c3f4-… > again.json", "to submit it again, changed"],
  ],
  run: () => import("./run.ts"),
});
