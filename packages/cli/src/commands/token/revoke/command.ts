import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";

export const tokenRevokeOptions = { ...clientOptions };

export const tokenRevokeCommand = defineCommand({
  name: "token revoke",
  group: "Jobs",
  summary: "Revoke tokens of the jobs API",
  args: [{ name: "id", summary: "As `slipway token ls` lists them", required: true, many: true }],
  options: tokenRevokeOptions,
  examples: [["slipway token revoke 0199c3f4-…", "at once, everywhere"]],
  run: () => import("./run.ts"),
});
