import type { Engine } from "@slipway/engine";
import { commandLine } from "./command-line.ts";
import type { ObservedContainer, ObservedContainers } from "./observed.ts";
import type { Plan } from "./plan/operation.ts";
import { connect, type ProcessIO } from "./process-io.ts";
import { oneReplica } from "./replica.ts";

export interface ExecOptions {
  /** `web`, or one replica as `web#2`. */
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
 * What `exec` would do.
 * @throws STACK_NO_SUCH_SERVICE, STACK_NO_CONTAINER
 */
export function planExec(observed: ObservedContainers, options: Omit<ExecOptions, "tty" | "stdin">): Plan {
  const { service, name } = execTarget(observed, options);
  const { user, workdir, privileged, detach } = options;
  const how = [
    ...(user === undefined ? [] : [`as ${user}`]),
    ...(workdir === undefined ? [] : [`in ${workdir}`]),
    ...(privileged ? ["with extended privileges"] : []),
    ...(detach ? ["in the background"] : []),
  ];
  const reason = [`${commandLine(options.command)} was asked for`, ...how].join(", ");
  const change = { action: "exec", kind: "container", name, service, reason, differences: [] } as const;
  return { projectName: observed.projectName, operations: [], changes: [change], unchanged: [], diagnostics: [] };
}

function execTarget(
  observed: ObservedContainers,
  { service, index }: Pick<ExecOptions, "service" | "index">,
): ObservedContainer {
  return oneReplica(observed, service, { running: true, ...(index === undefined ? {} : { index }) });
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
  const container = execTarget(observed, options);
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
