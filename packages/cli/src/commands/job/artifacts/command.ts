import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, text } from "../../../option.ts";

export const jobArtifactsOptions = {
  ...clientOptions,
  output: text("DIR", "Save them below this folder; - writes one to standard output", {
    short: "o",
    completes: "directories",
  }),
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const jobArtifactsCommand = defineCommand({
  name: "job artifacts",
  group: "Jobs",
  summary: "List or save the files that a job left",
  description: "What is saved is checked against its digest. A file that is there already is not written over.",
  args: [
    { name: "id", summary: "The job", required: true },
    { name: "path", summary: "Only these files", many: true },
  ],
  options: jobArtifactsOptions,
  examples: [
    ["slipway job artifacts 0199c3f4-…", "what there is"],
    ["slipway job artifacts -o out 0199c3f4-…", "all of it, below out/"],
    ["slipway job artifacts -o - 0199c3f4-… report.xml", "one file, for a pipe"],
  ],
  run: () => import("./run.ts"),
});
