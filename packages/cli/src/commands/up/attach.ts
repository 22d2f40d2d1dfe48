import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import { type ContainerRow, containerRows, followLogs, type LogLine, observe } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { createLogPrinter } from "../../output/log-printer.ts";
import { createStyle, styleFor } from "../../output/style.ts";
import { attachedServices } from "./attached-services.ts";
import type { upOptions } from "./command.ts";
import { runningNames } from "./running-names.ts";

/** The output of a project, listened to from before it is started. */
export interface Attached {
  /**
   * To be called when all is started: prints what came so far and what comes, until all containers have exited, or until
   * one has that `--abort-on-…` watches. Gives the code of that one.
   */
  print(): Promise<number | undefined>;
  close(): void;
}

/**
 * Listens before anything is started, so that neither a line nor an exit is missed, however short a container lives.
 * Exits during `up` do not count: they are those of containers that it replaced. What has ended when it is done is seen from the engine.
 */
export async function attach(
  context: Context,
  { args, options, globals }: Input<typeof upOptions>,
  project: Project,
  engine: Engine,
): Promise<Attached> {
  const listening = new AbortController();
  const { signal } = listening;
  // Times in logs are the engine's, whose machine may have another clock than this one.
  const { SystemTime: since } = await engine.system.info({ signal });
  const services = Object.keys(project.services);
  const shown = new Set(attachedServices(project, args, options));
  const received: LogLine[] = [];
  let take = (lines: readonly LogLine[]): void => {
    for (const line of lines) received.push(line);
  };
  const ended = Promise.withResolvers<number | undefined>();
  // A failure shows in print(); until then nobody waits for it.
  ended.promise.catch(() => undefined);
  const listen = async (): Promise<void> => {
    for await (const lines of followLogs(engine, project.name, { services, follow: true, since, signal })) take(lines);
  };
  listen().then(
    () => ended.resolve(undefined),
    (error) => (signal.aborted ? ended.resolve(undefined) : ended.reject(error)),
  );
  const isWatched = (exit: number): boolean =>
    options.abortOnContainerExit ||
    (options.exitCodeFrom !== undefined && !options.abortOnContainerFailure) ||
    (options.abortOnContainerFailure && exit !== 0);

  const print = async (): Promise<number | undefined> => {
    const during = received.length;
    const look = async (): Promise<readonly ContainerRow[]> =>
      containerRows(await observe(engine, project)).filter((row) => !row.oneOff && services.includes(row.service));
    let rows = await look();
    let running = await runningNames(engine, rows);
    // One that has exited in between was still running in the rows, which then do not have its code.
    if (rows.some((row) => row.state === "running" && !running.has(row.name))) rows = await look();
    const show = printer(
      context,
      { options, globals },
      project,
      rows.filter((row) => shown.has(row.service)),
    );
    const ends = rows.filter((row) => !running.has(row.name));
    const first = ends.find((row) => row.state === "exited" && isWatched(row.exitCode));
    if (first || (running.size === 0 && !options.watch)) {
      listening.abort();
      const log = followLogs(engine, project.name, {
        services: [...shown],
        since,
        signal: new AbortController().signal,
      });
      for await (const lines of log) show(lines);
      const shownEnds = ends.filter(({ service }) => shown.has(service));
      show(
        shownEnds.map(({ name: container, service, number, exitCode: exit }) => ({ container, service, number, exit })),
      );
      return first?.exitCode;
    }
    let told = 0;
    const lookAgain = async (): Promise<void> => {
      let before: number;
      do {
        before = told;
        const there = containerRows(await observe(engine, project)).filter((row) => !row.oneOff);
        running = await runningNames(engine, there);
        // What was told meanwhile may be newer than what was seen.
      } while (told !== before);
      if (running.size === 0) ended.resolve(undefined);
    };
    const follow = (lines: readonly LogLine[]): void => {
      show(lines.filter(({ service }) => shown.has(service)));
      for (const line of lines) {
        if ("text" in line) continue;
        told++;
        if ("started" in line) running.add(line.container);
        if (!("exit" in line)) continue;
        if (isWatched(line.exit)) ended.resolve(line.exit);
        // A restart policy or another `up` may have started it again, or others.
        if (running.delete(line.container) && running.size === 0 && !options.watch) lookAgain().catch(ended.reject);
      }
    };
    for (const [index, line] of received.entries()) {
      if ("text" in line || index >= during) follow([line]);
      else if ("exit" in line && !running.has(line.container) && shown.has(line.service)) show([line]);
    }
    take = follow;
    return ended.promise;
  };
  return { print, close: () => listening.abort() };
}

function printer(
  context: Context,
  { options, globals }: Pick<Input<typeof upOptions>, "options" | "globals">,
  project: Project,
  rows: readonly ContainerRow[],
): (lines: readonly LogLine[]) => void {
  return createLogPrinter({
    stdout: context.stdout,
    style: options.noColor ? createStyle(false) : styleFor(context, context.stdout, globals),
    projectName: project.name,
    prefix: !options.noLogPrefix,
    timestamps: options.timestamps,
    containers: rows.map((row) => row.name),
  });
}
