import type { Project } from "@slipway/compose";
import { exitCode, nearest, recordedFiles } from "@slipway/core";
import type { UpPolicy } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { connect, reachEngine, wholeLook } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { progressMode } from "../../output/progress/progress.ts";
import { attach } from "./attach.ts";
import { follow, openFor, showDryRun } from "./bring-up.ts";
import type { upOptions } from "./command.ts";
import { beginOrStop, followUp } from "./follow.ts";
import { policyOf } from "./policy.ts";

type UpInput = Input<typeof upOptions>;

export async function run(context: Context, input: UpInput): Promise<number> {
  const { args, options, globals } = input;
  const detached = isDetached(options);
  const policy: UpPolicy = {
    ...policyOf(args, options, context),
    wait: options.wait,
    ...(options.waitTimeout === undefined ? {} : { waitTimeout: options.waitTimeout }),
  };
  // What is followed connects for itself, and looks when it has begun to listen.
  reachEngine(context, globals, detached || globals.dryRun ? wholeLook : []);
  const disk = recordedFiles();
  const opened = await openFor(context, globals, policy, { fileSystem: disk.files });
  checkNamed(options, opened.project);
  if (globals.dryRun) return showDryRun(context, globals, opened, policy);
  const asked = { title: "Running", policy, quietPull: options.quietPull, quietBuild: options.quietBuild };
  if (detached) {
    await follow(context, globals, opened, asked);
    return exitCode.done;
  }
  const engine = connect(context, globals);
  const attached = await attach(context, input, opened.project, engine);
  try {
    const begun = await beginOrStop(context, input, { opened, engine, asked });
    if (!begun) return exitCode.interrupted;
    const following = followUp(context, input, { project: opened.project, engine, attached });
    if (!options.watch) return await following;
    const end = new AbortController();
    const unlisten = context.onInterrupt(() => end.abort());
    const { followFiles } = await import("../watch/follow-files.ts");
    const quiet = options.quietBuild;
    // The output of the services goes on meanwhile, so nothing may be redrawn in place.
    const lines = progressMode(context, globals) === "tty" ? { ...globals, progress: "plain" as const } : globals;
    const files = { opened, files: disk.asked(), services: args, prune: true, quiet, policy: { services: args } };
    const watching = followFiles(context, lines, engine, end.signal, files);
    try {
      // Watching ends only with the interrupt, or with a failure.
      return await Promise.race([following, watching.then(() => following)]);
    } finally {
      unlisten();
      end.abort();
    }
  } finally {
    attached.close();
    engine.close();
  }
}

/** A misspelt service would show nothing, or end nothing, without a word. Throws `CLI_NOT_IN_UP`. */
function checkNamed(options: UpInput["options"], { services }: Project): void {
  const { attach: shown, noAttach: hidden, exitCodeFrom: from } = options;
  const named = { "--attach": shown, "--no-attach": hidden, "--exit-code-from": from === undefined ? [] : [from] };
  const known = Object.keys(services);
  for (const [option, names] of Object.entries(named)) {
    for (const service of names) {
      if (service in services) continue;
      throw cliErrors.error("CLI_NOT_IN_UP", { option, service, near: nearest(service, known), known });
    }
  }
}

/** Whether `up` returns when all is started. Throws `CLI_OPTIONS_EXCLUDE` where that contradicts another option. */
function isDetached(options: UpInput["options"]): boolean {
  const one = options.detach ? "-d" : options.wait ? "--wait" : options.noStart ? "--no-start" : undefined;
  const watches = {
    "--exit-code-from": options.exitCodeFrom !== undefined,
    "--abort-on-container-exit": options.abortOnContainerExit,
    "--abort-on-container-failure": options.abortOnContainerFailure,
    "--watch": options.watch,
    "--attach": options.attach.length > 0,
    "--attach-dependencies": options.attachDependencies,
  };
  const other = Object.entries(watches).find(([, given]) => given)?.[0];
  if (options.abortOnContainerExit && options.abortOnContainerFailure)
    throw cliErrors.error("CLI_OPTIONS_EXCLUDE", {
      one: "--abort-on-container-exit",
      other: "--abort-on-container-failure",
    });
  if (options.attach.length > 0 && options.attachDependencies)
    throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one: "--attach", other: "--attach-dependencies" });
  if (one && other) throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one, other });
  return one !== undefined;
}
