import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import { containerRows, followLogs, observe } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { createLogPrinter } from "../../output/log-printer.ts";
import { createStyle, styleFor } from "../../output/style.ts";
import { attachedServices } from "./attached-services.ts";
import type { upOptions } from "./command.ts";

type UpInput = Input<typeof upOptions>;

export interface Followed {
  readonly project: Project;
  readonly engine: Engine;
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/** Prints lines until all containers have exited, or until one has that `--abort-on-…` watches: gives its code. */
export async function printUntilEnd(
  context: Context,
  { args, options, globals }: UpInput,
  followed: Followed,
): Promise<number | undefined> {
  const { project, engine, startedAt, signal } = followed;
  const services = attachedServices(project, args, options);
  const watched = services.length > 0 ? services : Object.keys(project.services);
  const observed = await observe(engine, project, signal);
  const shown = containerRows(observed).filter((row) => !row.oneOff && watched.includes(row.service));
  const watches = (exit: number): boolean =>
    options.abortOnContainerExit ||
    options.exitCodeFrom !== undefined ||
    (options.abortOnContainerFailure && exit !== 0);
  const print = createLogPrinter({
    stdout: context.stdout,
    style: options.noColor ? createStyle(false) : styleFor(context, context.stdout, globals),
    projectName: project.name,
    prefix: !options.noLogPrefix,
    timestamps: options.timestamps,
    containers: shown.map((row) => row.name),
  });
  // What has ended already tells of its end no more.
  const ended = shown.find((row) => row.state === "exited" && watches(row.exitCode));
  const follow = !ended && shown.some((row) => row.state !== "exited" && row.state !== "dead");
  const since = (startedAt / 1000).toFixed(3);
  try {
    for await (const line of followLogs(engine, project.name, {
      services: watched,
      follow,
      untilAllExit: true,
      since,
      signal,
    })) {
      print(line);
      if ("exit" in line && watches(line.exit)) return line.exit;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return ended?.exitCode;
}
