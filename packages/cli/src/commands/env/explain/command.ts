import { defineCommand } from "../../../command.ts";
import { choice } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

export const envExplainOptions = {
  ...settingsOptions,
  format: choice(["text", "json"], "Text for people, or a JSON array"),
};

export const envExplainCommand = defineCommand({
  name: "env explain",
  group: "Settings and secrets",
  summary: "Tell where a value comes from, what it hides, and who sees it",
  description:
    "A key is a setting, or a variable that the Compose files use. Every source that was asked is told with the reason why it lost; of a secret only the length and a fingerprint are shown.",
  args: [{ name: "key", summary: "Settings or variables; all of them without it", many: true }],
  options: envExplainOptions,
  examples: [
    ["slipway env explain DATABASE_URL", "one setting"],
    ["slipway env explain -e production --format json", "all of them, for programs"],
  ],
  run: () => import("./run.ts"),
});
