import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";

export const setupOptions = {
  yes: flag("Apply the cures that can be applied: install, start, join a group", { short: "y" }),
  format: choice(["text", "json"], "Text for people or JSON"),
};

export const setupCommand = defineCommand({
  name: "setup",
  group: "Before it runs",
  summary: "Tell whether this machine can run projects, and how to cure what is missing",
  args: [],
  options: setupOptions,
  examples: [
    ["slipway setup", "look"],
    ["slipway setup --yes", "look, and cure"],
  ],
  run: () => import("./run.ts"),
});
