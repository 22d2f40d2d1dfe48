import type { Engine, EngineEvent } from "@slipway/engine";
import type { ObservedContainers } from "./observed.ts";
import { connect, type ProcessIO } from "./process-io.ts";
import { oneReplica } from "./replica.ts";

export interface AttachOptions {
  /** `web`, or one replica as `web#2`. */
  readonly service: string;
  readonly index?: number;
  readonly stdin: boolean;
  /** As docker writes them: `ctrl-p,ctrl-q`. */
  readonly detachKeys?: string;
}

/** A connection with the main process of a container, made and not yet begun. */
export interface Attached {
  readonly tty: boolean;
  /** Copies both ways until the process ends or the connection is left; gives the exit code, 0 while the container goes on. */
  readonly run: (io: ProcessIO) => Promise<number>;
  /** Sends a signal to the process. */
  signal(name: string): void;
  /** Drops the connection; the container goes on. */
  leave(): void;
}

/** Connects with a running container of a service. @throws STACK_NO_SUCH_SERVICE, STACK_NO_CONTAINER */
export async function attachTo(
  engine: Engine,
  observed: ObservedContainers,
  { service, index, stdin, detachKeys }: AttachOptions,
): Promise<Attached> {
  const { id } = oneReplica(observed, service, { running: true, ...(index === undefined ? {} : { index }) });
  const { Config } = await engine.containers.inspect(id);
  const tty = Config.Tty ?? false;
  const input = stdin && (Config.OpenStdin ?? false);
  const keys = detachKeys === undefined ? {} : { detachKeys };
  const left = new AbortController();
  // Asked for before anything can happen: the connection itself does not tell why it ended.
  const filters = { container: [id], event: ["die", "detach"] };
  const ends = await engine.system.events({ filters, signal: left.signal });
  const attached = await engine.containers.attach(id, tty, { stdin: input, ...keys });
  // At the end of our input Docker closes the output of a process whose input stays open: its last words would be lost.
  const stream = Config.StdinOnce ? attached : { ...attached, end: () => undefined };
  return {
    tty,
    async run(io) {
      const { stdin: typed, ...rest } = io;
      const resize = tty ? (size: { rows: number; columns: number }) => engine.containers.resize(id, size) : undefined;
      await connect(stream, input && typed ? { ...rest, stdin: typed } : rest, resize);
      return left.signal.aborted ? 0 : await exitCodeOf(ends);
    },
    // The process may have ended already; then there is nobody to signal.
    signal: (killSignal) => void engine.containers.kill(id, { killSignal }).catch(() => undefined),
    leave() {
      left.abort();
      stream.close();
    },
  };
}

/** The exit code that the end of a container tells; 0 when it was only left. */
async function exitCodeOf(ends: AsyncIterable<EngineEvent>): Promise<number> {
  for await (const { Action, Actor } of ends) {
    return Action === "die" ? Number(Actor.Attributes["exitCode"] ?? 0) : 0;
  }
  return 0;
}
