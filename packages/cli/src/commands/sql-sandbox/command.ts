import { defineCommand } from "../../command.ts";

/** The process that `slipway audit` applies migrations in: see `runTrials` in packages/audit. Not for people. */
export const sqlSandboxCommand = defineCommand({
  name: "sql-sandbox",
  group: "Before it runs",
  summary: "Apply SQL from standard input to databases in memory",
  hidden: true,
  args: [],
  options: {},
  examples: [],
  run: () => import("./run.ts"),
});
