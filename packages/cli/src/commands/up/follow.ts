import type { Project } from "@slipway/compose";
import { exitCode } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { apply, followLogs, observe, planKill, planStop } from "@slipway/stack";
import { withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { connect } from "../../engine.ts";
import { createLogPrinter } from "../../output/log-printer.ts";
import { progressMode } from "../../output/progress/progress.ts";
import { createStyle, styleFor } from "../../output/style.ts";
import { attachedServices } from "./attached-services.ts";
import type { upOptions } from "./command.ts";

type UpInput = Input<typeof upOptions>;

/**
 * Shows the output of a project that was just started until its containers have exited. The first interrupt stops them,
 * the second kills them; `--abort-on-container-exit` and its relatives stop them when a container exits.
 * Gives the exit code of `up`. Source: docker compose, `up` without `-d`.
 */
export async function followUp(context: Context, input: UpInput, project: Project, startedAt: number): Promise<number> {
  const { globals, options } = input;
  const engine = connect(context, globals);
  const followed = new AbortController();
  const stop = stopper(context, input, project, engine);
  let interrupts = 0;
  const unlisten = context.onInterrupt(() => {
    interrupts++;
    if (interrupts === 1) context.stderr.write("Gracefully stopping... (press Ctrl+C again to force)\n");
    // A failure of it shows where it is awaited below.
    const end = (): void => followed.abort();
    stop(interrupts > 1).then(end, end);
  });
  try {
    const aborted = await printUntilEnd(context, input, { project, engine, startedAt, signal: followed.signal });
    if (interrupts > 0) {
      await stop(interrupts > 1);
      return exitCode.interrupted;
    }
    if (aborted === undefined) return exitCode.done;
    await stop(false);
    if (options.exitCodeFrom === undefined) return aborted;
    const { containers } = await observe(engine, project);
    const from = containers.find((one) => one.service === options.exitCodeFrom && !one.oneOff);
    return from ? (await engine.containers.inspect(from.id)).State.ExitCode : aborted;
  } finally {
    unlisten();
    engine.close();
  }
}

interface Followed {
  readonly project: Project;
  readonly engine: Engine;
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/** Prints lines until all containers have exited, or until one has that `--abort-on-…` watches: gives its code. */
async function printUntilEnd(context: Context, { args, options, globals }: UpInput, followed: Followed): Promise<number | undefined> {
  const { project, engine, startedAt, signal } = followed;
  const services = attachedServices(project, args, options);
  const watched = services.length > 0 ? services : Object.keys(project.services);
  const running = async (): Promise<string[]> => {
    const { containers } = await observe(engine, project, signal);
    const alive = containers.filter((one) => !one.oneOff && watched.includes(one.service));
    return alive.filter((one) => ["running", "restarting", "paused"].includes(one.summary.State)).map((one) => one.name);
  };
  const alive = new Set(await running());
  const print = createLogPrinter({
    stdout: context.stdout,
    style: options.noColor ? createStyle(false) : styleFor(context, context.stdout, globals),
    projectName: project.name,
    prefix: !options.noLogPrefix,
    timestamps: options.timestamps,
    containers: [...alive],
  });
  const since = (startedAt / 1000).toFixed(3);
  try {
    for await (const line of followLogs(engine, project.name, { services: watched, follow: true, since, signal })) {
      print(line);
      if (!("exit" in line)) continue;
      const watches = options.abortOnContainerExit || options.exitCodeFrom !== undefined;
      if (watches || (options.abortOnContainerFailure && line.exit !== 0)) return line.exit;
      alive.delete(line.container);
      if (alive.size > 0) continue;
      for (const name of await running()) alive.add(name);
      if (alive.size === 0) return undefined;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return undefined;
}

/** Stops the project's containers, or kills them; each is begun once, however often it is asked for. */
function stopper(context: Context, { args, options, globals }: UpInput, project: Project, engine: Engine): (force: boolean) => Promise<void> {
  const begun = new Map<boolean, Promise<void>>();
  const services = args.length > 0 ? Object.keys(project.services) : [];
  const begin = async (force: boolean): Promise<void> => {
    const observed = await observe(engine, project);
    const timeout = options.timeout === undefined ? {} : { timeout: options.timeout };
    const plan = force ? planKill(observed, { services }) : planStop(observed, project, { services, ...timeout });
    const { signal } = new AbortController();
    // The output of the services goes on meanwhile, so nothing may be redrawn in place.
    const lines = progressMode(context, globals) === "tty" ? { ...globals, progress: "plain" as const } : globals;
    await withProgress(context, lines, force ? "Killing" : "Stopping", (report) => apply(plan, { engine, project, report, signal }));
  };
  return (force) => {
    const work = begun.get(force) ?? begin(force);
    begun.set(force, work);
    return work;
  };
}
