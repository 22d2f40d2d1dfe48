import { defineCommand } from "../../command.ts";
import { flag, flagOn, integer, pairs, text } from "../../option.ts";

export const execOptions = {
  detach: flag("Run in the background", { short: "d" }),
  env: pairs<string | null>("KEY=VALUE", "Set a variable; KEY alone takes it from here", (value) => value ?? null, {
    short: "e",
  }),
  user: text("USER", "Run as this user", { short: "u" }),
  workdir: text("DIR", "Directory to run in", { short: "w" }),
  index: integer("N", "Which container of the service", { least: 1 }),
  privileged: flag("Give extended privileges"),
  noTty: flag("Without a terminal", { short: "T" }),
  tty: flag("With a terminal", { short: "t", hidden: true }),
  interactive: flagOn("Hand standard input over", { short: "i", hidden: true }),
};

export const execCommand = defineCommand({
  name: "exec",
  group: "Work in it",
  summary: "Run a command in a running container",
  description:
    "The exit code is that of the command. Options stand before SERVICE; what follows belongs to the command.",
  args: [
    { name: "service", summary: "The service", required: true, completes: "services" },
    { name: "command", summary: "The command and its arguments", required: true, many: true },
  ],
  options: execOptions,
  examples: [
    ["slipway exec web sh", "a shell"],
    ["slipway exec -T db pg_dump app > app.sql", "without a terminal"],
  ],
  passThrough: true,
  run: () => import("./run.ts"),
});
