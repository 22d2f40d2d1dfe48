import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { integer } from "../../../option.ts";

export const auditTrailExportOptions = {
  ...clientOptions,
  after: integer("N", "Only entries behind this number, to add to an earlier export"),
};

export const auditTrailExportCommand = defineCommand({
  name: "audit-trail export",
  group: "Jobs",
  summary: "Print the audit trail: one JSON object on a line for each entry",
  args: [],
  options: auditTrailExportOptions,
  examples: [["slipway audit-trail export > trail.jsonl", "all of it, to keep elsewhere"]],
  run: () => import("./run.ts"),
});
