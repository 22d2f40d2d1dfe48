import { defineCommand } from "../../command.ts";
import { flagOn, integer, text, texts } from "../../option.ts";

export const commitOptions = {
  author: text("NAME", "Author of the image", { short: "a" }),
  change: texts("INSTRUCTION", "Dockerfile instruction to apply to the image", { short: "c" }),
  message: text("TEXT", "What the image is", { short: "m" }),
  pause: flagOn("Freeze the container meanwhile", { short: "p" }),
  index: integer("N", "Which container of the service", { least: 1 }),
};

export const commitCommand = defineCommand({
  name: "commit",
  group: "Work in it",
  summary: "Make an image of a container as it is now",
  args: [
    { name: "service", summary: "The service, or a replica as web#2", required: true, completes: "services" },
    { name: "name", summary: "Name of the image, as shop/web:tried" },
  ],
  options: commitOptions,
  examples: [["slipway commit web shop/web:tried", "keep what was changed by hand"]],
  noDryRun: true,
  run: () => import("./run.ts"),
});
