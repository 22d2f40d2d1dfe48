import { nodeAt } from "@slipway/core";
import type { Found } from "../../finding.ts";
import { isShell } from "../../inventory/commands/find-commands.ts";
import { isFixture, nameOf } from "../../inventory/paths.ts";
import type { Workflow } from "../../inventory/workflows.ts";
import { shellFault } from "../../shell/shell-fault.ts";
import { defineRule } from "../rule.ts";

export const sc504 = defineRule({
  id: "SC504",
  why: "The shell reads as far as the fault and does what stands before it; what stands behind is never done.",
  bad: { "deploy.sh": "#!/bin/sh\nif [ -f .env ]; then\n  docker compose up -d\n" },
  good: { "deploy.sh": "#!/bin/sh\nif [ -f .env ]; then\n  docker compose up -d\nfi\n" },
  fix: "Close what is open, or take away what is too much",
  async check({ paths, text, workflows }) {
    const found: Found[] = [];
    for (const path of paths) {
      if (isFixture(path) || !/\.(?:sh|bash)$|^[^.]+$|(?:^|\/)\.husky\//.test(nameOf(path))) continue;
      const script = text(path) ?? "";
      if (!isShell(path, script) || isTemplate(script) || /^#!.*\b(?:zsh|fish|ksh|csh|tcsh)\b/.test(script)) continue;
      const fault = await shellFault(script.replaceAll("\r\n", "\n"));
      if (fault) {
        const { line, column, message } = fault;
        found.push({ at: { file: path, line, column }, message: `the shell does not take this script: ${message}` });
      }
    }
    for (const workflow of workflows) found.push(...(await stepFaults(workflow)));
    return found;
  },
});

/** True for a script that another program fills in first, and for one that is Python below its first lines. */
function isTemplate(script: string): boolean {
  return /\{\{.*\}\}|\{%.*%\}|<%.*%>|^#!.*\n(?:'''|""|["']exec["'])/.test(script);
}

/** The steps of a workflow that a shell runs. */
async function stepFaults({ path, kind, root }: Workflow): Promise<readonly Found[]> {
  const jobs = kind === "actions" ? nodeAt(root, ["jobs"]) : undefined;
  if (jobs?.kind !== "mapping") return [];
  const found: Found[] = [];
  for (const { value: job } of jobs.entries.values()) {
    const steps = nodeAt(job, ["steps"]);
    // On Windows, and where a default is set, it may be another shell.
    const runner = nodeAt(job, ["runs-on"]);
    const isOther = nodeAt(job, ["defaults", "run", "shell"]) ?? nodeAt(root, ["defaults", "run", "shell"]);
    if (steps?.kind !== "sequence" || isOther) continue;
    if (runner?.kind !== "scalar" || !/ubuntu|linux|macos|self-hosted/i.test(String(runner.value))) continue;
    for (const step of steps.items) {
      const run = nodeAt(step, ["run"]);
      const shell = nodeAt(step, ["shell"]);
      if (run?.kind !== "scalar" || typeof run.value !== "string") continue;
      if (shell && !(shell.kind === "scalar" && /^(?:ba)?sh\b/.test(String(shell.value)))) continue;
      const fault = await shellFault(
        run.value.replaceAll(/\$\{\{.*?\}\}/gs, (match) => match.replaceAll(/[^\n]/g, "0")),
      );
      if (!fault) continue;
      const { line, column } = run.origin.source.position(run.origin.start);
      // A block of lines begins below its `|`.
      const at = { file: path, line: line + fault.line - 1, column: fault.line === 1 ? column : 1 };
      found.push({ at, message: `the shell does not take this step: ${fault.message}` });
    }
  }
  return found;
}
