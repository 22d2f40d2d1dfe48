import { exitCode } from "@slipway/core";
import { bakeFile, buildImages, lookAndPlanBuilds } from "@slipway/stack";
import { checkPlan, parallelOf, showPlan, withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { reachEngine, withEngine } from "../../engine.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { type OpenProject, openProject } from "../../project.ts";
import { withEnvironment } from "../../variables.ts";
import type { buildOptions } from "./command.ts";

type BuildInput = Input<typeof buildOptions>;

export async function run(context: Context, input: BuildInput): Promise<number> {
  const { args, options, globals } = input;
  if (!options.print) reachEngine(context, globals);
  const opened = await openProject(context, globals, {
    settings: "pretend",
    services: args,
    noDeps: !options.withDependencies,
  });
  const asked = askedOf(context, input);
  if (options.print) return print(context, opened, asked);
  return withEngine(context, globals, async (engine, signal) => {
    if (globals.dryRun) {
      const { plan } = await lookAndPlanBuilds({ engine, ...opened, ...asked });
      await checkPlan(context, globals, plan);
      showPlan(context, globals, plan);
      return exitCode.done;
    }
    const findings: string[] = [];
    try {
      await withProgress(context, globals, asked.check ? "Checking" : "Building", (progress) =>
        buildImages({
          engine,
          ...opened,
          ...asked,
          ...parallelOf(context, globals),
          printed: (text) => findings.push(text),
          report: quieter(progress, { quietBuild: options.quiet }),
          signal,
        }),
      );
    } finally {
      for (const text of findings) context.stdout.write(text);
    }
    return exitCode.done;
  });
}

function askedOf(context: Context, { args, options }: BuildInput) {
  const { noCache, pull, push, check, ssh, builder, provenance, sbom, memory } = options;
  return {
    services: options.withDependencies ? [] : args,
    args: withEnvironment(options.buildArg, context.env),
    noCache,
    pull,
    push,
    check,
    ssh,
    ...(builder === undefined ? {} : { builder }),
    ...(provenance === undefined ? {} : { provenance }),
    ...(sbom === undefined ? {} : { sbom }),
    ...(memory === undefined ? {} : { memory }),
  };
}

function print(context: Context, { project }: OpenProject, asked: ReturnType<typeof askedOf>): number {
  const named = asked.services.length > 0 ? asked.services : Object.keys(project.services);
  const built = named.filter((name) => project.services[name]?.build);
  context.stdout.write(`${JSON.stringify(bakeFile(project, built, asked).file, undefined, 2)}\n`);
  return exitCode.done;
}
