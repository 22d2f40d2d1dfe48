import { defineCommand } from "../../command.ts";
import { integer, text } from "../../option.ts";

export const exportOptions = {
  output: text("FILE", "Write to a file instead of standard output", { short: "o", completes: "files" }),
  index: integer("N", "Which container of the service", { least: 1 }),
};

export const exportCommand = defineCommand({
  name: "export",
  group: "Work in it",
  summary: "Write the file system of a container as a tar archive",
  args: [{ name: "service", summary: "The service, or a replica as web#2", required: true, completes: "services" }],
  options: exportOptions,
  examples: [["slipway export -o web.tar web", "to a file"]],
  noDryRun: true,
  run: () => import("./run.ts"),
});
