import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";

export const auditOptions = {
  format: choice(["text", "json"], "Text for people, or a JSON object"),
  gate: flag("Fail when a gate fails, whatever the severity of its findings"),
};

export const auditCommand = defineCommand({
  name: "audit",
  group: "Before it runs",
  summary: "Tell what is wrong with the runtime configuration of a repository",
  description:
    "Reads Compose files and the stacks they form, Dockerfiles, env files, scripts, workflows and documents of the folder, and tells what is broken, dangerous, dead or undocumented, with its place and what to do. Nothing is run, and nothing is sent anywhere.\n\nExit code 1 when there is an error; with --gate also when one of the 13 gates fails; else 0.",
  args: [
    {
      name: "path",
      summary: "The folder of the repository; the one you stand in when left out",
      completes: "directories",
    },
  ],
  options: auditOptions,
  examples: [
    ["slipway audit", "the repository you stand in"],
    ["slipway audit --gate --format json ../shop", "another one, in CI"],
  ],
  run: () => import("./run.ts"),
});
