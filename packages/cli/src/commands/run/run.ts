import { exitCode } from "@slipway/core";
import { planRun, type Report, type RunOptions, runOnce } from "@slipway/stack";
import { checkPlan, showPlan } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { reachEngine, withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { openProgress } from "../../output/progress/progress.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { usesTty, withProcessIO } from "../../process-io.ts";
import { openProject } from "../../project.ts";
import { splitWords } from "../../split-words.ts";
import { fromFiles, withEnvironment } from "../../variables.ts";
import type { runOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof runOptions>): Promise<number> {
  const [service = "", ...command] = args;
  const overrides = overridesOf(service, options);
  reachEngine(context, globals);
  const { project, locate } = await openProject(context, globals, {
    settings: globals.dryRun ? "pretend" : "make",
    services: [service],
    overrides,
  });
  const tty = usesTty(context, options) && !options.detach;
  const stdin = options.interactive && !options.detach;
  const { user, workdir, name, pull } = options;
  const variables = { ...fromFiles(context, options.envFromFile), ...withEnvironment(options.env, context.env) };
  return withEngine(context, globals, async (engine, signal) => {
    const io = { tty, stdin };
    const asked = (report: Report): RunOptions => ({
      engine,
      project,
      locate,
      service,
      env: variables,
      servicePorts: options.servicePorts || options.publish.length > 0,
      labels: options.label,
      remove: options.rm,
      detach: options.detach,
      noDeps: options.noDeps,
      useAliases: options.useAliases,
      build: options.build,
      removeOrphans: options.removeOrphans,
      report: quieter(report, options),
      signal,
      ...io,
      ...(command.length > 0 ? { command } : {}),
      ...(options.entrypoint === undefined ? {} : { entrypoint: splitWords(options.entrypoint) }),
      ...(user === undefined ? {} : { user }),
      ...(workdir === undefined ? {} : { workdir }),
      ...(name === undefined ? {} : { name }),
      ...(pull === undefined ? {} : { pull }),
    });
    if (globals.dryRun) {
      const plan = await planRun(asked(() => undefined));
      await checkPlan(context, globals, plan);
      showPlan(context, globals, plan);
      return exitCode.done;
    }
    const progress = await openProgress(
      context,
      options.quiet ? { ...globals, progress: "quiet" } : globals,
      "Running",
    );
    // The first byte of the child ends the live view, which would overwrite it.
    const afterProgress = (write: (data: Uint8Array) => void) => (data: Uint8Array) => {
      progress.end();
      write(data);
    };
    try {
      const { exitCode: code, containerName } = await withProcessIO(context, io, (streams) =>
        runOnce(asked(progress.report), {
          ...streams,
          stdout: afterProgress(streams.stdout),
          stderr: afterProgress(streams.stderr),
        }),
      );
      progress.end();
      if (!options.detach) return code;
      context.stdout.write(`${containerName}\n`);
      return exitCode.done;
    } finally {
      progress.end();
    }
  });
}

/** What `-p`, `-v` and the capabilities add to the service, as Compose texts: so they are read, checked and explained as a file is. */
function overridesOf(
  service: string,
  { publish, volume, servicePorts, capAdd, capDrop }: Input<typeof runOptions>["options"],
): Record<string, string> {
  if (publish.length > 0 && servicePorts) {
    throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one: "--publish", other: "--service-ports" });
  }
  // The shell has expanded what is to be expanded; a dollar sign that is left is one.
  const list = (items: readonly string[]): string => JSON.stringify(items).replaceAll("$", "$$$$");
  const within = (attribute: string): string => `services: { ${JSON.stringify(service)}: { ${attribute} } }`;
  return {
    ...(publish.length > 0 ? { "--publish": within(`ports: !override ${list(publish)}`) } : {}),
    ...(capAdd.length > 0 ? { "--cap-add": within(`cap_add: ${list(capAdd)}`) } : {}),
    ...(capDrop.length > 0 ? { "--cap-drop": within(`cap_drop: ${list(capDrop)}`) } : {}),
    ...(volume.length > 0 ? { "--volume": within(`volumes: ${list(volume)}`) } : {}),
  };
}
