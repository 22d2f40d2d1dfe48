import { exitCode } from "@slipway/core";
import { buildImages } from "@slipway/stack";
import { withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { reachEngine, withEngine } from "../../engine.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { openProject } from "../../project.ts";
import { withEnvironment } from "../../variables.ts";
import type { buildOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof buildOptions>): Promise<number> {
  reachEngine(context, globals);
  const { project, locate } = await openProject(context, globals, {
    services: args,
    noDeps: !options.withDependencies,
  });
  const { noCache, pull, push, quiet } = options;
  await withEngine(context, globals, (engine, signal) =>
    withProgress(context, globals, "Building", (progress) => {
      const report = quieter(progress, { quietBuild: quiet });
      const build = { noCache, pull, push, args: withEnvironment(options.buildArg, context.env) };
      return buildImages({
        engine,
        project,
        services: options.withDependencies ? [] : args,
        ...build,
        locate,
        report,
        signal,
      });
    }),
  );
  return exitCode.done;
}
