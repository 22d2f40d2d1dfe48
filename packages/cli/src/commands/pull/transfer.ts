import type { Project } from "@slipway/compose";
import { exitCode } from "@slipway/core";
import type { Observed, Plan } from "@slipway/stack";
import { parallelOf, showPlan, withProgress } from "../../carry-out.ts";
import type { Context } from "../../context.ts";
import { reachEngine, wholeLook, withEngine } from "../../engine.ts";
import type { Globals } from "../../globals.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { openProject } from "../../project.ts";

export interface Transfer {
  /** Of the progress: `Pulling`. */
  readonly title: string;
  readonly services: readonly string[];
  readonly includeDeps: boolean;
  /** Why there may be nothing to do. */
  readonly nothing: string;
  /** Without the layers. */
  readonly quiet: boolean;
}

/** Plans what is pulled or pushed and does it; with `--dry-run` it shows the plan instead. */
export async function transfer(
  context: Context,
  globals: Globals,
  { title, services, includeDeps, quiet, nothing }: Transfer,
  decide: (project: Project, observed: Observed, stack: typeof import("@slipway/stack")) => Plan,
): Promise<number> {
  reachEngine(context, globals, wholeLook);
  const { project, locate } = await openProject(context, globals, {
    settings: "local",
    services,
    noDeps: !includeDeps,
  });
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const stack = await import("@slipway/stack");
    const observed = await stack.observe(engine, project, signal, locate, ahead);
    const plan = decide(project, observed, stack);
    if (globals.dryRun) {
      showPlan(context, globals, plan);
      return exitCode.done;
    }
    if (plan.operations.length === 0) context.stderr.write(`Nothing to do: ${nothing}.\n`);
    await withProgress(context, globals, title, (report) =>
      stack.apply(plan, {
        engine,
        observed,
        project,
        locate,
        report: quieter(report, { quietPull: quiet }),
        signal,
        ...parallelOf(context, globals),
      }),
    );
    return exitCode.done;
  });
}
