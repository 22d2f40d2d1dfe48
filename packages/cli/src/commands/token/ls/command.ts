import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice } from "../../../option.ts";

export const tokenLsOptions = {
  ...clientOptions,
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const tokenLsCommand = defineCommand({
  name: "token ls",
  group: "Jobs",
  summary: "List the tokens of the jobs API; their texts are not kept",
  args: [],
  options: tokenLsOptions,
  examples: [["slipway token ls", "those of one's own tenant"]],
  run: () => import("./run.ts"),
});
