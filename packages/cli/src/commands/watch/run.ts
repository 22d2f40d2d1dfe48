import { exitCode, recordedFiles } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { reachEngine, withEngine } from "../../engine.ts";
import { openProject } from "../../project.ts";
import { follow } from "../up/bring-up.ts";
import type { watchOptions } from "./command.ts";
import { followFiles } from "./follow-files.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof watchOptions>): Promise<number> {
  reachEngine(context, globals);
  const { quiet, prune } = options;
  const disk = recordedFiles();
  const opened = await openProject(context, globals, {
    settings: "make",
    services: args,
    fileSystem: disk.files,
  });
  const policy = { services: args };
  if (options.up) {
    const first = { ...policy, build: true };
    await follow(context, globals, opened, { title: "Running", policy: first, quietPull: quiet, quietBuild: quiet });
  }
  return withEngine(context, globals, async (engine, signal) => {
    await followFiles(context, globals, engine, signal, {
      opened,
      files: disk.asked(),
      services: args,
      prune,
      quiet,
      ...(options.up ? { policy } : {}),
    });
    return signal.aborted ? exitCode.interrupted : exitCode.done;
  });
}
