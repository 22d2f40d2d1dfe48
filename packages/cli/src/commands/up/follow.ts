import type { Project } from "@slipway/compose";
import { exitCode } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { apply, observe, planKill, planStop } from "@slipway/stack";
import { withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { progressMode } from "../../output/progress/progress.ts";
import type { OpenProject } from "../../project.ts";
import type { Attached } from "./attach.ts";
import { type BringUp, follow } from "./bring-up.ts";
import type { upOptions } from "./command.ts";

type UpInput = Input<typeof upOptions>;

/**
 * Shows the output of a project that was just started until its containers have exited. The first interrupt stops them,
 * the second kills them; `--abort-on-container-exit` and its relatives stop them when a container exits.
 * Gives the exit code of `up`. Source: docker compose, `up` without `-d`.
 */
export async function followUp(
  context: Context,
  input: UpInput,
  { project, engine, attached }: { readonly project: Project; readonly engine: Engine; readonly attached: Attached },
): Promise<number> {
  const { exitCodeFrom, abortOnContainerFailure } = input.options;
  const stop = stopper(context, input, project, engine);
  let interrupts = 0;
  const unlisten = context.onInterrupt(() => {
    interrupts++;
    if (interrupts === 1) context.stderr.write(stoppingText);
    // A failure of it shows where it is awaited below.
    const end = (): void => attached.close();
    stop(interrupts > 1).then(end, end);
  });
  try {
    const aborted = await attached.print();
    if (interrupts > 0) {
      await stop(interrupts > 1);
      return exitCode.interrupted;
    }
    if (aborted === undefined) return exitCode.done;
    context.stderr.write(`Stopping, because a container ${aborted === 0 ? "exited" : "failed"}...\n`);
    await stop(false);
    // What failed says more than what somebody else ended with.
    if (exitCodeFrom === undefined || abortOnContainerFailure) return aborted;
    const { containers } = await observe(engine, project);
    const from = containers.find((one) => one.service === exitCodeFrom && !one.oneOff);
    return from ? (await engine.containers.inspect(from.id)).State.ExitCode : aborted;
  } finally {
    unlisten();
  }
}

/**
 * Starts a project whose output is to be shown then. An interrupt that comes when containers are at work already also stops them, as it
 * does later, and the next kills them. Gives whether all is started. Source: docker compose, `up` without `-d`.
 */
export async function beginOrStop(
  context: Context,
  input: UpInput,
  { opened, engine, asked }: { readonly opened: OpenProject; readonly engine: Engine; readonly asked: BringUp },
): Promise<boolean> {
  const stop = stopper(context, input, opened.project, engine);
  let interrupts = 0;
  let containers = false;
  let stopping = false;
  const unlisten = context.onInterrupt(() => {
    interrupts++;
    // A failure of it shows where it is awaited below.
    if (stopping) stop(true).catch(() => undefined);
  });
  const heard: BringUp["heard"] = (event) => {
    containers ||= event.kind === "progress" && event.subject.kind === "container";
  };
  try {
    await follow(context, input.globals, opened, { ...asked, heard });
    return true;
  } catch (cause) {
    if (interrupts === 0 || !containers) throw cause;
    stopping = true;
    context.stderr.write(stoppingText);
    await stop(interrupts > 1);
    return false;
  } finally {
    unlisten();
  }
}

const stoppingText = "Gracefully stopping... (press Ctrl+C again to force)\n";

/** Stops the project's containers, or kills them; each is begun once, however often it is asked for. */
function stopper(
  context: Context,
  { args, options, globals }: UpInput,
  project: Project,
  engine: Engine,
): (force: boolean) => Promise<void> {
  const begun = new Map<boolean, Promise<void>>();
  const services = args.length > 0 ? Object.keys(project.services) : [];
  const begin = async (force: boolean): Promise<void> => {
    const observed = await observe(engine, project);
    const timeout = options.timeout === undefined ? {} : { timeout: options.timeout };
    const plan = force
      ? planKill(observed, project, { services, orphans: true })
      : planStop(observed, project, { services, ...timeout });
    const { signal } = new AbortController();
    // The output of the services goes on meanwhile, so nothing may be redrawn in place.
    const lines = progressMode(context, globals) === "tty" ? { ...globals, progress: "plain" as const } : globals;
    await withProgress(context, lines, force ? "Killing" : "Stopping", (report) =>
      apply(plan, { engine, observed, project, report, signal }),
    );
  };
  return (force) => {
    const work = begun.get(force) ?? begin(force);
    begun.set(force, work);
    return work;
  };
}
