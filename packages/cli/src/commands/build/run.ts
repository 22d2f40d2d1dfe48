import { exitCode } from "@slipway/core";
import { buildImages } from "@slipway/stack";
import { withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { openProject } from "../../project.ts";
import type { buildOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof buildOptions>): Promise<number> {
  const { project } = await openProject(context, globals, { services: args, noDeps: true });
  const { noCache, pull, push, quiet } = options;
  const withEnvironment = Object.entries(options.buildArg).map(([key, value]) => [key, value ?? context.env[key] ?? null]);
  await withEngine(context, globals, (engine, signal) =>
    withProgress(context, globals, "Building", (progress) => {
      const report = quieter(progress, { quietBuild: quiet });
      const build = { noCache, pull, push, args: Object.fromEntries(withEnvironment) };
      return buildImages({ engine, project, services: args, ...build, report, signal });
    }),
  );
  return exitCode.done;
}
