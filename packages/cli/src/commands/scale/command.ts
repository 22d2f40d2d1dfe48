import { defineCommand } from "../../command.ts";
import { flag } from "../../option.ts";

export const scaleOptions = {
  noDeps: flag("Leave out what the services depend on"),
};

export const scaleCommand = defineCommand({
  name: "scale",
  group: "Run a project",
  summary: "Run another number of containers of a service",
  description:
    "Superfluous containers go: those of an older configuration first, then the highest numbers. The next `slipway up`\n" +
    "goes back to what the Compose file says.",
  args: [{ name: "service=n", summary: "Service and number of containers", many: true, required: true }],
  options: scaleOptions,
  examples: [["slipway scale web=3 worker=0", "three web servers and no worker"]],
  run: () => import("./run.ts"),
});
