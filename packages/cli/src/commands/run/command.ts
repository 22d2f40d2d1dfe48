import { defineCommand } from "../../command.ts";
import { choice, flag, flagOn, pairs, text, texts } from "../../option.ts";

export const runOptions = {
  rm: flag("Remove the container when it ends"),
  detach: flag("Run in the background and print the name of the container", { short: "d" }),
  env: pairs<string | null>("KEY=VALUE", "Set a variable; KEY alone takes it from here", (value) => value ?? null, {
    short: "e",
  }),
  envFromFile: texts("FILE", "Set the variables of a file", { completes: "files" }),
  user: text("USER", "Run as this user", { short: "u" }),
  workdir: text("DIR", "Directory to run in", { short: "w" }),
  entrypoint: text("COMMAND", "Another entrypoint"),
  name: text("NAME", "Name of the container"),
  servicePorts: flag("Publish the service's own ports", { short: "P" }),
  publish: texts("PORT", "Publish a port: [HOST:]CONTAINER", { short: "p" }),
  volume: texts("MOUNT", "Mount a volume or a path: SOURCE:TARGET[:MODE]", { short: "v" }),
  label: pairs("KEY=VALUE", "Set a label", (value) => value ?? "", { short: "l" }),
  capAdd: texts("CAPABILITY", "Give a capability of the kernel"),
  capDrop: texts("CAPABILITY", "Take a capability of the kernel away"),
  removeOrphans: flag("Remove containers of services that the project no longer has"),
  noDeps: flag("Do not start what the service depends on"),
  build: flag("Build the image first"),
  pull: choice(["always", "missing", "never", "build"], "When images are pulled"),
  quietPull: flag("Do not show the layers of a pull"),
  quietBuild: flag("Do not show the output of a build"),
  quiet: flag("Show no progress", { short: "q" }),
  useAliases: flag("Use the service's names on its networks"),
  noTty: flag("Without a terminal", { short: "T" }),
  tty: flag("With a terminal", { short: "t", hidden: true }),
  interactive: flagOn("Hand standard input over", { short: "i" }),
};

export const runCommand = defineCommand({
  name: "run",
  group: "Work in it",
  summary: "Run a command in a new container of a service",
  description:
    "The exit code is that of the command. Options stand before SERVICE; what follows belongs to the command.",
  args: [
    { name: "service", summary: "The service", required: true, completes: "services" },
    { name: "command", summary: "The command and its arguments, instead of the service's own", many: true },
  ],
  options: runOptions,
  examples: [
    ["slipway run --rm web npm test", "a task, cleaned up afterwards"],
    ["slipway run --rm --service-ports web", "the service itself, in front"],
  ],
  passThrough: true,
  run: () => import("./run.ts"),
});
