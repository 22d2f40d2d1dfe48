import { isSlipwayError, recordedFiles } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { type UpPolicy, up, watchProjectFiles } from "@slipway/stack";
import { parallelOf, withProgress } from "../../carry-out.ts";
import type { Context } from "../../context.ts";
import type { Globals } from "../../globals.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { warn } from "../../output/warn.ts";
import { type OpenProject, openProject } from "../../project.ts";
import { watchLine } from "./watch-line.ts";

export interface FollowFiles {
  readonly opened: OpenProject;
  /** What {@link FollowFiles.opened} was read from. */
  readonly files: readonly string[];
  readonly services: readonly string[];
  readonly prune: boolean;
  readonly quiet: boolean;
  /** How a changed Compose file is applied; absent: it is only told. */
  readonly policy?: UpPolicy;
}

/** Watches until the signal, through changes of the Compose files and all that they name. */
export async function followFiles(
  context: Context,
  globals: Globals,
  engine: Engine,
  signal: AbortSignal,
  { opened, files, services, prune, quiet, policy }: FollowFiles,
): Promise<void> {
  const progress = <T>(title: string, work: (report: Parameters<typeof quieter>[0]) => Promise<T>): Promise<T> =>
    withProgress(context, globals, title, (report) => work(quieter(report, { quietBuild: quiet, quietPull: quiet })));
  const reload = async (file: string): Promise<{ files: readonly string[]; watched?: OpenProject }> => {
    const changed = `${file} has changed`;
    const disk = recordedFiles();
    try {
      const watched = await openProject(context, globals, { settings: "make", services, fileSystem: disk.files });
      if (policy) {
        context.stdout.write(`${changed}: applying it\n`);
        await progress("Running", (report) =>
          up({ engine, ...watched, policy, report, signal, ...parallelOf(context, globals) }),
        );
      } else context.stdout.write(`${changed}: \`slipway up -d\` applies it to what runs\n`);
      return { files: disk.asked(), watched };
    } catch (cause) {
      if (signal.aborted || !isSlipwayError(cause)) throw cause;
      context.stdout.write(`${changed}, but cannot be applied: going on as before\n`);
      warn(context, globals, cause.diagnostics.length > 0 ? cause.diagnostics : [cause.toDiagnostic()]);
      return { files: disk.asked() };
    }
  };
  await watchProjectFiles({
    engine,
    ...opened,
    files,
    reload,
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
}
