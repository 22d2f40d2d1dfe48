import { defineCommand } from "../../../command.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const secretsEnsureOptions = { environment, settings };

export const secretsEnsureCommand = defineCommand({
  name: "secrets ensure",
  group: "Settings and secrets",
  summary: "Make every secret that is missing, in .slipway.secrets.env",
  description:
    "What has a value is never changed; an empty one counts as missing. The file is for this machine and this user alone (mode 0600), and a line in .gitignore keeps it out of the repository.",
  args: [],
  options: secretsEnsureOptions,
  examples: [["slipway secrets ensure", "before the first up; up does it by itself"]],
  run: () => import("./run.ts"),
});
