import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";
import { policyOptions } from "../up/policy-options.ts";

export const planOptions = {
  ...policyOptions,
  format: choice(["text", "json"], "Text for people or JSON"),
  detailedExitcode: flag("Exit with 0 when there is nothing to do, 2 when there is, 1 on an error"),
};

export const planCommand = defineCommand({
  name: "plan",
  group: "Before it runs",
  summary: "Show what `up` would change, and why",
  description: "Looks at the engine and changes nothing. Takes the options of `up` that decide what is done.",
  args: [
    { name: "service", summary: "Only these services and what they depend on", many: true, completes: "services" },
  ],
  options: planOptions,
  examples: [
    ["slipway plan", "what would change"],
    ["slipway plan --detailed-exitcode || slipway up -d", "apply only when something differs"],
    ["slipway plan --format json", "for programs"],
  ],
  run: () => import("./run.ts"),
});
