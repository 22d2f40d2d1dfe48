import { defineCommand } from "../../../command.ts";
import { flag } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const secretsRotateOptions = {
  environment,
  settings,
  force: flag("Rotate it also when a volume keeps the old value and nobody here can change it there"),
};

export const secretsRotateCommand = defineCommand({
  name: "secrets rotate",
  group: "Settings and secrets",
  summary: "Give a secret of .slipway.secrets.env a new value",
  description:
    "A database keeps the password that it was made with in its volume. PostgreSQL that runs in the project is told the new one first (it is given a verifier, never the password); of others, and of one that does not run, rotating is refused. What is interrupted is gone on with by the next rotate.",
  args: [{ name: "key", summary: "The secret", required: true }],
  options: secretsRotateOptions,
  examples: [["slipway secrets rotate DB_PASSWORD && slipway up -d", "a new password, and the services that use it"]],
  run: () => import("./run.ts"),
});
