import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { type UpPolicy, up, watchProjectFiles } from "@slipway/stack";
import { parallelOf, withProgress } from "../../carry-out.ts";
import type { Context } from "../../context.ts";
import type { Globals } from "../../globals.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { type OpenProject, openProject, warn } from "../../project.ts";
import { watchLine } from "./watch-line.ts";

export interface FollowFiles {
  readonly opened: OpenProject;
  readonly services: readonly string[];
  readonly prune: boolean;
  readonly quiet: boolean;
  /** How a changed Compose file is applied; absent: it is only told. */
  readonly policy?: UpPolicy;
}

/** Watches until the signal, through changes of the Compose file. */
export async function followFiles(
  context: Context,
  globals: Globals,
  engine: Engine,
  signal: AbortSignal,
  { opened, services, prune, quiet, policy }: FollowFiles,
): Promise<void> {
  const progress = <T>(title: string, work: (report: Parameters<typeof quieter>[0]) => Promise<T>): Promise<T> =>
    withProgress(context, globals, title, (report) => work(quieter(report, { quietBuild: quiet, quietPull: quiet })));
  for (let { project, locate } = opened; ; ) {
    const outcome = await watchProjectFiles({
      engine,
      project,
      locate,
      services,
      prune,
      progress,
      signal,
      report: (event) => {
        if (event.kind === "diagnostic") warn(context, globals, [event.diagnostic]);
      },
      tell: (event) => {
        if (event.kind === "failed") warn(context, globals, event.diagnostics);
        context.stdout.write(watchLine(event));
      },
    });
    if (outcome === "ended") return;
    const changed = `${outcome.changed} has changed`;
    try {
      const next = await openProject(context, globals, { services });
      if (policy) {
        context.stdout.write(`${changed}: applying it\n`);
        await progress("Running", (report) =>
          up({ engine, ...next, policy, report, signal, ...parallelOf(context, globals) }),
        );
      } else context.stdout.write(`${changed}: \`slipway up -d\` applies it to what runs\n`);
      ({ project, locate } = next);
    } catch (cause) {
      if (signal.aborted || !isSlipwayError(cause)) throw cause;
      context.stdout.write(`${changed}, but cannot be applied: going on as before\n`);
      warn(context, globals, cause.diagnostics.length > 0 ? cause.diagnostics : [cause.toDiagnostic()]);
    }
  }
}
