import { defineCommand } from "../../../command.ts";
import { clientOptions } from "../../../jobs/client-options.ts";
import { choice, text, texts } from "../../../option.ts";

export const tokenCreateOptions = {
  ...clientOptions,
  scope: texts("SCOPE", "What it may do; repeat for several; jobs:read and jobs:write without it", {
    completes: ["jobs:read", "jobs:write", "trail:read", "metrics:read", "tokens:write"],
  }),
  tenant: text("NAME", "Whose jobs it sees; one's own without it, * is all"),
  expires: text("DURATION", "It ends after so long, such as 12h or 30d; never without it"),
  format: choice(["text", "json"], "The text alone, or a JSON object"),
};

export const tokenCreateCommand = defineCommand({
  name: "token create",
  group: "Jobs",
  summary: "Make a token for the jobs API",
  description:
    "Its text is printed once: only a hash of it is kept. Nobody can give a token more than they have themselves.",
  args: [{ name: "name", summary: "What it is for", required: true }],
  options: tokenCreateOptions,
  examples: [
    ["slipway token create ci --expires 90d", "may submit and read jobs"],
    ["slipway token create prometheus --scope metrics:read", "for a scraper"],
  ],
  run: () => import("./run.ts"),
});
