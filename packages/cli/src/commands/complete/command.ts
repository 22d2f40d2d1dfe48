import { defineCommand } from "../../command.ts";

export const completeCommand = defineCommand({
  name: "__complete",
  group: "Slipway itself",
  summary: "Answer a completion script",
  args: [{ name: "word", summary: "The words of the command line up to the cursor", many: true }],
  options: {},
  examples: [],
  passThrough: true,
  hidden: true,
  run: () => import("./run.ts"),
});
