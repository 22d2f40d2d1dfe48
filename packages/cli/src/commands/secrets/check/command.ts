import { defineCommand } from "../../../command.ts";
import { flag } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const secretsCheckOptions = {
  environment,
  settings,
  noEngine: flag("Look at files only, not at containers and images"),
};

export const secretsCheckCommand = defineCommand({
  name: "secrets check",
  group: "Settings and secrets",
  summary: "Look where secrets are and should not be: files, git, build contexts, containers, images",
  description:
    "The secrets file must be readable by its owner alone, ignored by git and outside of every build context. No container may have a secret that its service does not see, no command and no label may hold one, and no layer of an image that the project builds. Exit code 0 when nothing was found, else 1.",
  args: [],
  options: secretsCheckOptions,
  examples: [["slipway secrets check", "all of it"]],
  run: () => import("./run.ts"),
});
