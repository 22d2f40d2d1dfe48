import type { Project, Service } from "@slipway/compose";
import { isSlipwayError, randomHex } from "@slipway/core";
import { serviceOf } from "./apply/operations/containers.ts";
import { copyFiles } from "./apply/operations/copy-files.ts";
import { waitFor } from "./apply/operations/wait.ts";
import { watchProject } from "./apply/watcher.ts";
import { containerBody } from "./container-body.ts";
import { stackErrors } from "./errors.ts";
import { imageName, oneOffName } from "./names.ts";
import { observe } from "./observe.ts";
import type { Observed } from "./observed.ts";
import { oneOffProject, oneOffService, preparation, type RunOptions, takenPorts } from "./one-off.ts";
import { connect, type ProcessIO } from "./process-io.ts";
import { refuse } from "./refuse.ts";
import { up } from "./up.ts";

export interface RunResult {
  readonly exitCode: number;
  readonly containerName: string;
}

/**
 * Runs one command in a container of its own, made like those of the service (`docker compose run`): what the service
 * depends on is up and ready before. Gives the command's exit code, 0 when detached.
 */
export async function runOnce(options: RunOptions, io: ProcessIO): Promise<RunResult> {
  const { engine, signal, tty } = options;
  const narrowed = oneOffProject(options);
  // Before anything is touched, as `up` does.
  const asked = oneOffService(serviceOf(narrowed, options.service), options);
  refuse({ diagnostics: await takenPorts(narrowed, asked, options) }, options.report);
  const project = await prepare(narrowed, options);
  const service = oneOffService(serviceOf(project, options.service), options);
  const observed = await observe(engine, project, signal, options.locate);
  refuse({ diagnostics: observed.unreadable ?? [] }, options.report);
  if (!options.noDeps) await waitForDependencies(service, observed, options);
  const containerName = options.name ?? oneOffName(project, service.name, randomHex(6));
  const id = await create(project, service, containerName, observed, options);
  let kept = options.detach === true;
  try {
    if (options.detach) {
      await engine.containers.start(id, { signal });
      return { exitCode: 0, containerName };
    }
    const stream = await engine.containers.attach(id, tty, { stdin: options.stdin, signal });
    const { exit } = await engine.containers.wait(id, { condition: "next-exit", signal });
    await engine.containers.start(id, { signal });
    const { stdin, ...rest } = io;
    await connect(
      stream,
      options.stdin && stdin ? { ...rest, stdin } : rest,
      tty ? (size) => engine.containers.resize(id, size) : undefined,
    );
    const exitCode = await exit;
    kept = !options.remove;
    return { exitCode, containerName };
  } catch (cause) {
    // A container that could not be started is of no use; one that was interrupted is stopped, and kept unless it was to go.
    kept = signal.aborted && !options.remove;
    if (kept) await engine.containers.stop(id);
    throw signal.aborted ? stackErrors.error("STACK_INTERRUPTED", {}, { cause }) : cause;
  } finally {
    if (!kept) await engine.containers.remove(id, { force: true, volumes: true });
  }
}

/** Makes ready what a command needs; gives the project with what providers told. */
async function prepare(project: Project, options: RunOptions): Promise<Project> {
  const { engine, locate, report, signal } = options;
  return (await up({ engine, project, locate, policy: preparation(options), report, signal })).project;
}

async function waitForDependencies(service: Service, observed: Observed, options: RunOptions): Promise<void> {
  const { engine, report, signal } = options;
  const waits = Object.entries(service.depends_on ?? {}).flatMap(([name, { condition, required }]) => {
    const containers = observed.containers.filter((container) => container.service === name && !container.oneOff);
    return condition === "service_started" || containers.length === 0
      ? []
      : [{ name, condition, required, containers }];
  });
  if (waits.length === 0) return;
  const watcher = await watchProject(engine, observed.projectName, signal);
  try {
    await Promise.all(
      waits.map(async ({ name, condition, required, containers }) => {
        try {
          await waitFor({ service: name, condition, containers, required }, { engine, watcher, report, signal });
        } catch (cause) {
          if (required || !isSlipwayError(cause)) throw cause;
          report({ kind: "diagnostic", diagnostic: { ...cause.toDiagnostic(), severity: "warning" } });
        }
      }),
    );
  } finally {
    watcher.close();
  }
}

async function create(
  project: Project,
  service: Service,
  name: string,
  observed: Observed,
  options: RunOptions,
): Promise<string> {
  const { engine, signal, useAliases, stdin, detach, remove } = options;
  const { body, connect: networks } = containerBody(project, service, {
    number: 1,
    name,
    apiVersion: observed.apiVersion,
    remote: observed.remote,
    contents: observed.contents,
    proxies: observed.proxies,
    image: observed.images.get(imageName(project, service)),
    inherits: [],
    parentId: (parent) => observed.containers.find((other) => other.service === parent && !other.oneOff)?.id,
    oneOff: { slug: name.split("-").at(-1) ?? name, aliases: useAliases ?? false },
  });
  const interactive = stdin ? { AttachStdin: true, StdinOnce: true } : {};
  // Nobody is there to remove what runs in the background: the engine does.
  const host = detach && remove ? { HostConfig: { ...body.HostConfig, AutoRemove: true } } : {};
  const platform = service.platform === undefined ? {} : { platform: service.platform };
  const { Id } = await engine.containers.create({ ...body, ...interactive, ...host }, { name, signal, ...platform });
  try {
    for (const { network, endpoint } of networks) await engine.networks.connect(network, Id, endpoint, { signal });
    await copyFiles(engine, project, service, Id);
  } catch (cause) {
    await engine.containers.remove(Id, { force: true, volumes: true });
    throw cause;
  }
  return Id;
}
