import { didYouMean } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { stackErrors } from "./errors.ts";
import type { ObservedContainer, ObservedContainers } from "./observed.ts";
import { connect, type ProcessIO } from "./process-io.ts";

export interface ExecOptions {
  readonly service: string;
  /** The replica; absent: the lowest that runs. */
  readonly index?: number;
  readonly command: readonly string[];
  readonly user?: string;
  /** `NAME=value`. */
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly privileged?: boolean;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Start it and do not wait. */
  readonly detach?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Runs a command in a running container of a service and gives its exit code (0 when detached).
 * @throws STACK_NO_SUCH_SERVICE, STACK_NO_CONTAINER
 */
export async function execIn(
  engine: Engine,
  observed: ObservedContainers,
  options: ExecOptions,
  io: ProcessIO,
): Promise<number> {
  const container = runningContainer(observed, options.service, options.index);
  const { tty, stdin, detach = false, signal } = options;
  const call = signal ? { signal } : {};
  const { Id } = await engine.exec.create(
    container.id,
    {
      Cmd: options.command,
      Tty: tty,
      AttachStdin: stdin && !detach,
      AttachStdout: !detach,
      AttachStderr: !detach,
      ...(options.user === undefined ? {} : { User: options.user }),
      ...(options.env ? { Env: options.env } : {}),
      ...(options.workdir === undefined ? {} : { WorkingDir: options.workdir }),
      ...(options.privileged ? { Privileged: true } : {}),
    },
    call,
  );
  if (detach) {
    await engine.exec.startDetached(Id, tty, call);
    return 0;
  }
  const stream = await engine.exec.start(Id, tty, call);
  const { stdin: input, ...rest } = io;
  await connect(
    stream,
    stdin && input ? { ...rest, stdin: input } : rest,
    tty ? (size) => engine.exec.resize(Id, size) : undefined,
  );
  const { ExitCode } = await engine.exec.inspect(Id, call);
  return ExitCode ?? 0;
}

/** The container of a service that commands go to. */
function runningContainer(observed: ObservedContainers, service: string, index: number | undefined): ObservedContainer {
  const replicas = observed.containers.filter((container) => container.service === service && !container.oneOff);
  if (replicas.length === 0) {
    const services = new Set(observed.containers.map((container) => container.service));
    const hint = didYouMean(service, services);
    if (hint) throw stackErrors.error("STACK_NO_SUCH_SERVICE", { service }, { hint });
    throw stackErrors.error("STACK_NO_CONTAINER", { service });
  }
  const chosen =
    index === undefined
      ? (replicas.find(({ summary }) => summary.State === "running") ?? replicas[0])
      : replicas.find(({ number }) => number === index);
  if (!chosen) throw stackErrors.error("STACK_NO_CONTAINER", { service, ...(index === undefined ? {} : { index }) });
  const { State: state } = chosen.summary;
  if (state !== "running") throw stackErrors.error("STACK_NO_CONTAINER", { service, state });
  return chosen;
}
