import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { text } from "../../../option.ts";

export const auditTrailVerifyOptions = {
  ...clientOptions,
  head: text("N:HASH", "The end of the chain as an earlier verification told it: nothing up to there may be missing"),
};

export const auditTrailVerifyCommand = defineCommand({
  name: "audit-trail verify",
  group: "Jobs",
  summary: "Check that no entry of the audit trail was changed, removed, added or moved",
  description:
    "With a file nothing is asked of anybody: an export is checked by itself, on any machine. Without one the control plane's trail is read. Entries cut off at the end are only missed by somebody who knew the end: keep what is printed, and give it as --head the next time.",
  args: [{ name: "file", summary: "An export; - is standard input", completes: "files" }],
  options: auditTrailVerifyOptions,
  examples: [
    ["slipway audit-trail verify trail.jsonl", "an export, without a control plane"],
    ["slipway audit-trail verify --head 1204:9f2c…", "the control plane's, from what was known"],
  ],
  run: () => import("./run.ts"),
});
