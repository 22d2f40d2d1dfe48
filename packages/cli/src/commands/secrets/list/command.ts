import { defineCommand } from "../../../command.ts";
import { choice } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

export const secretsListOptions = {
  ...settingsOptions,
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const secretsListCommand = defineCommand({
  name: "secrets list",
  group: "Settings and secrets",
  summary: "List the secrets: whether they are there, where they come from, who sees them",
  args: [],
  options: secretsListOptions,
  examples: [["slipway secrets list -e production", "as production has them"]],
  run: () => import("./run.ts"),
});
