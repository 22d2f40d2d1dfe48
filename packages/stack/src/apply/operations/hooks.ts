import type { Hook, Service } from "@slipway/compose";
import type { Engine, ProcessStream } from "@slipway/engine";
import { environment } from "../../convert/environment.ts";
import { stackErrors } from "../../errors.ts";
import { label } from "../../labels.ts";
import type { Operation } from "../../plan/operation.ts";
import { isAwake } from "../../plan/walk.ts";
import type { ApplyContext } from "../context.ts";
import type { ApplyState } from "../state.ts";

interface HookContainer {
  readonly id: string;
  /** The name that the container keeps. */
  readonly name: string;
}

/** So many lines of a failed hook are shown. */
const shownLines = 10;

/**
 * Runs the hooks of a service in a running container, one after the other.
 * Source: Compose Specification, "post_start" and "pre_stop".
 * @throws STACK_HOOK_FAILED
 */
export async function runHooks(
  which: "post_start" | "pre_stop",
  service: Service,
  { id, name }: HookContainer,
  { engine, signal }: Pick<ApplyContext, "engine" | "signal">,
): Promise<void> {
  for (const hook of service[which] ?? []) {
    const { Id } = await engine.exec.create(
      id,
      {
        Cmd: hook.command,
        AttachStdout: true,
        AttachStderr: true,
        ...(hook.user === undefined ? {} : { User: hook.user }),
        ...(hook.privileged ? { Privileged: true } : {}),
        ...(hook.working_dir === undefined ? {} : { WorkingDir: hook.working_dir }),
        ...(hook.environment ? { Env: environment(hook.environment) } : {}),
      },
      { signal },
    );
    const output = await lastLines(await engine.exec.start(Id, false, { signal }));
    const { ExitCode } = await engine.exec.inspect(Id, { signal });
    if (ExitCode) throw failed(which, name, hook, ExitCode, output);
  }
}

/** Runs the `pre_stop` hooks of a container that is to be stopped, when it runs: nothing can be run in one that does not. */
export async function stopHooks(
  {
    containerId: id,
    containerName: name,
    service: key,
  }: Extract<Operation, { kind: "stop-container" | "restart-container" }>,
  context: ApplyContext,
): Promise<void> {
  const { project, observed } = context;
  const service = project?.services[key] ?? project?.disabledServices[key];
  const runs = observed.containers.some((one) => one.id === id && one.summary.State === "running");
  if (service && runs) await runHooks("pre_stop", service, { id, name }, context);
}

/**
 * Runs the `pre_start` hooks of a service before its container starts, each in a container of its own that sees the volumes and
 * the network of the service: once for the service, when none of its containers runs, or with `per_replica` for every container.
 * The container of a hook that failed is kept. Source: Compose Specification, "pre_start".
 * @throws STACK_HOOK_FAILED
 */
export async function runPreStart(
  service: Service,
  container: HookContainer,
  context: ApplyContext,
  state: ApplyState,
): Promise<void> {
  const hooks = service.pre_start ?? [];
  if (hooks.length === 0) return;
  const own = hooks.filter(({ per_replica }) => per_replica);
  const shared = hooks.filter(({ per_replica }) => !per_replica);
  const runs = context.observed.containers.some((one) => one.service === service.name && !one.oneOff && isAwake(one));
  const all = async (some: readonly Hook[]): Promise<void> => {
    for (const hook of some) await runBeside(hook, container, context);
  };
  if (!runs && shared.length > 0) {
    const once = state.preStarts.get(service.name) ?? all(shared);
    state.preStarts.set(service.name, once);
    await once;
  }
  await all(own);
}

async function runBeside(hook: Hook, container: HookContainer, { engine, signal }: ApplyContext): Promise<void> {
  const { Config, HostConfig } = await engine.containers.inspect(container.id, { signal });
  const name = `${container.name}-pre-start`;
  await engine.containers.remove(name, { force: true, signal });
  const labels = Object.entries(Config.Labels ?? {}).filter(([key]) => key.startsWith("com.docker.compose."));
  const { Id } = await engine.containers.create(
    {
      Image: hook.image ?? Config.Image ?? "",
      Entrypoint: [],
      Cmd: hook.command,
      Env: [...(hook.image === undefined ? (Config.Env ?? []) : []), ...environment(hook.environment ?? {})],
      Labels: { ...Object.fromEntries(labels), [label.oneOff]: "True", "com.docker.compose.hook": "pre_start" },
      ...(hook.user === undefined ? {} : { User: hook.user }),
      ...(hook.working_dir === undefined ? {} : { WorkingDir: hook.working_dir }),
      HostConfig: {
        VolumesFrom: [container.id],
        ...(HostConfig.NetworkMode ? { NetworkMode: HostConfig.NetworkMode } : {}),
        ...(hook.privileged ? { Privileged: true } : {}),
      },
    },
    { name, signal },
  );
  const { exit } = await engine.containers.wait(Id, { condition: "next-exit", signal });
  await engine.containers.start(Id, { signal });
  const exitCode = await exit;
  if (exitCode !== 0) throw failed("pre_start", container.name, hook, exitCode, await lastLogLines(engine, Id));
  await engine.containers.remove(Id, { force: true });
}

function failed(hook: string, container: string, { command }: Hook, exitCode: number, output: string): Error {
  return stackErrors.error("STACK_HOOK_FAILED", { hook, container, command: command.join(" "), exitCode, output });
}

async function lastLines(stream: ProcessStream): Promise<string> {
  stream.end();
  return tailOf(stream.output);
}

async function lastLogLines(engine: Engine, id: string): Promise<string> {
  return tailOf(await engine.containers.logs(id, false, { tail: shownLines }));
}

/** The last lines of an output; what came before is let go as it comes. */
async function tailOf(output: AsyncIterable<{ readonly data: Uint8Array }>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const { data } of output) {
    const lines = (text + decoder.decode(data, { stream: true })).split("\n");
    text = lines.slice(-shownLines - 1).join("\n");
  }
  return text.trimEnd();
}
