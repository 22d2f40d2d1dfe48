import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, flag, integer, pairs, text, texts } from "../../../option.ts";

export const jobSubmitOptions = {
  ...clientOptions,
  name: text("NAME", "What people call it"),
  image: text("IMAGE", "The image that it runs in; the control plane's usual one without it"),
  repository: text("URL", "What is checked out into the workspace"),
  commit: text("SHA", "The exact commit"),
  step: texts("COMMAND", "A command of the job; repeat for several, in order"),
  setup: texts("COMMAND", "A command that prepares the workspace; repeat for several"),
  validate: texts("COMMAND", "A command that checks the outcome; repeat for several"),
  env: pairs("KEY=VALUE", "A variable of the job's commands; everybody who may see the job sees it", (value) => value, {
    short: "e",
  }),
  secret: texts("NAME", "Name of a secret that the control plane's settings hold for jobs"),
  artifact: texts("GLOB", "Files below the workspace that are kept"),
  network: text("POLICY", "none, internet, or hosts that are let through, with commas between them"),
  timeout: text("DURATION", "How long one attempt may run, such as 90s or 1h"),
  retries: integer("N", "How often it is tried again after the first attempt"),
  priority: integer("N", "Higher first, among one's own jobs", { least: -1000 }),
  concurrencyKey: text("KEY", "Jobs with one key run one after the other"),
  idempotencyKey: text("KEY", "A second submission with this key gives the first job"),
  webhook: text("URL", "Told when the job has ended"),
  tenant: text("NAME", "Whose job it is, for tokens of all tenants"),
  follow: flag("Show what it prints until it has ended, and exit as it did"),
  quiet: flag("Only print the id", { short: "q" }),
  format: choice(["text", "json"], "Text for people, or the job as JSON"),
};

export const jobSubmitCommand = defineCommand({
  name: "job submit",
  group: "Jobs",
  summary: "Submit a job, as a file or with options",
  description:
    "The file is YAML or JSON (docs/jobs-reference.md); what options say counts more than what the file says. Everything that is wrong with it is told at once, before anything is sent. With --dry-run the job is shown as it would be submitted, with all defaults.",
  args: [{ name: "file", summary: "The job file; - is standard input", completes: "files" }],
  options: jobSubmitOptions,
  examples: [
    ["slipway job submit job.yaml", "the job of a file"],
    ["slipway job submit --step 'echo hello' --follow", "one command, with its output"],
    [
      "slipway job submit --repository https://git.example.org/team/shop.git --commit $(git rev-parse HEAD) --step 'npm test'",
      "a commit's tests",
    ],
  ],
  run: () => import("./run.ts"),
});
