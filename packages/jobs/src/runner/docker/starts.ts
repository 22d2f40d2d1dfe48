import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { unfit } from "../contract/job-script.ts";
import type { Run, RunIdentity, RunRequest } from "../runner.ts";
import { clearEarlier } from "./clear-earlier.ts";
import { containerBody } from "./container-body.ts";
import { DockerRun, type DockerRunParts } from "./docker-run.ts";
import { endedRun } from "./ended-run.ts";
import { gone, unless } from "./engine-errors.ts";
import type { Exits } from "./exits.ts";
import type { Gate } from "./gate.ts";
import { given } from "./given.ts";
import { hasBegun } from "./has-begun.ts";
import type { Images } from "./image.ts";
import { type JobKind, kindOf } from "./job-kind.ts";
import { containerName, labels, labelsOf } from "./names.ts";
import type { NetworkClass } from "./network/network-class.ts";
import type { createPauses, Pause } from "./network/pauses.ts";
import { removeUnnamed } from "./pool/forsaken.ts";
import { type Parked, unpark } from "./pool/parked.ts";
import type { Pool } from "./pool/pool.ts";
import { removeContainer } from "./remove.ts";

export interface StartsParts {
  readonly engine: Engine;
  readonly group: string;
  readonly usualImage: string;
  readonly user: string;
  readonly exits: Exits;
  readonly gate: Gate;
  readonly images: Images;
  readonly pauses: ReturnType<typeof createPauses>;
  readonly parked: Pool<JobKind, Parked>;
  readonly networks: Pool<Exclude<NetworkClass, "none">, Pause>;
}

/** What this process has started. */
interface Started extends Pick<DockerRunParts, "network"> {
  readonly run: Run;
  /** Settles when the container has its name, by which others find it. */
  readonly named?: Promise<void>;
}

function networkOf(pause: Pause | undefined, request: RunRequest): Pick<Started, "network"> {
  return pause ? { network: { egress: pause.give(request), died: pause.died } } : {};
}

/** Failures of a start that the image is to blame for. */
const imageFaults = new Set(["ENGINE_EXEC_NOT_FOUND", "ENGINE_EXEC_PERMISSION", "ENGINE_NO_SUCH_USER"]);

/** Milliseconds after which the container of a job gets its name. */
const namedAfter = 50;

/** Starts attempts, in a container that waits or in a new one, and finds those that were started before. */
export function createStarts(parts: StartsParts) {
  const { engine, group, usualImage, user, exits, gate, images, pauses, parked, networks } = parts;
  const own = new Map<string, Promise<Started>>();
  /** Ids of containers that this process has given a job and not yet its name. */
  const naming = new Set<string>();

  async function start(request: RunRequest): Promise<Run> {
    const name = containerName(request);
    const before = own.get(name);
    if (before) return (await before).run;
    const starting = begin(request);
    own.set(name, starting);
    try {
      return (await starting).run;
    } catch (cause) {
      own.delete(name);
      throw cause;
    }
  }

  async function begin(request: RunRequest): Promise<Started> {
    const why = unfit(request);
    if (why !== undefined) return { run: endedRun(request, { reason: "policy", message: why }) };
    await clearEarlier(engine, group, request);
    const image = await images.provide(request.spec.image ?? usualImage);
    if ("why" in image) return { run: endedRun(request, { reason: "image", message: image.why }) };
    const kind = kindOf(image.id, user, request.spec);
    // What waits has to end with its worker, and on Podman a container's input does not.
    const mayWait = (await engine.kind()) !== "podman";
    const waiting = mayWait ? parked.take(kind) : undefined;
    const started = waiting && (await inParked(request, waiting));
    return started ?? (await gate.pass(() => inNew(request, kind, mayWait)));
  }

  /** Undefined when the container that waited is of no use. */
  async function inParked(request: RunRequest, waiting: Parked): Promise<Started | undefined> {
    const { container, live, watch, pause } = waiting;
    try {
      const network = networkOf(pause, request);
      await request.mayBegin?.();
      naming.add(container);
      await live.write(given(request, { namedLater: true }));
      const named = nameIt(request, waiting).finally(() => naming.delete(container));
      // Without its name nobody but this process would find it: then it must not run at all.
      named.catch(() => void unpark(engine, waiting).catch(() => undefined));
      // The end of its input would tell the program that it will get no name.
      const close = (): void => void named.then(live.close, live.close);
      const run = new DockerRun({ ...about(request), container, watch, live: { ...live, close }, named, ...network });
      return { run, named, ...network };
    } catch (cause) {
      naming.delete(container);
      await unpark(engine, waiting);
      if (isSlipwayError(cause) && !(gone as readonly string[]).includes(cause.code)) throw cause;
      return undefined;
    }
  }

  /** The job begins first: an engine that writes names down would hold up all jobs that come together. */
  async function nameIt(request: RunRequest, { container, live, pause }: Parked): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, namedAfter));
    await engine.containers.rename(container, containerName(request));
    await live.write(Buffer.from("\n"));
    await pause?.keep(request);
  }

  async function inNew(request: RunRequest, kind: JobKind, mayWait: boolean): Promise<Started> {
    const { way, ...rest } = kind;
    const pause = way === "none" ? undefined : ((mayWait ? networks.take(way) : undefined) ?? (await pauses.make(way)));
    const network = pause ? `container:${pause.id}` : "none";
    const body = containerBody({ ...rest, network }, { ...labelsOf(group, request), [labels.role]: "job" });
    const name = containerName(request);
    let container: string | undefined;
    try {
      // An attempt is started by one worker only: what has its name is what an earlier try of this one left when the engine went away.
      for (;;) {
        container = (await unless(["ENGINE_NAME_IN_USE"], engine.containers.create(body, { name })))?.Id;
        if (container !== undefined) break;
        await removeContainer(engine, name);
      }
      const watch = await exits.watch(container);
      const live = await engine.containers.attach(container, false, { stdin: true });
      await engine.containers.start(container);
      const has = networkOf(pause, request);
      await request.mayBegin?.();
      await live.write(given(request));
      const run = new DockerRun({ ...about(request), container, watch, live, ...has });
      const named = pause?.keep(request);
      named?.catch(() => undefined);
      return { run, ...has, ...(named === undefined ? {} : { named }) };
    } catch (cause) {
      const left = container;
      await Promise.all([left === undefined ? undefined : removeContainer(engine, left), pause?.remove()]);
      if (!isSlipwayError(cause) || !imageFaults.has(cause.code)) throw cause;
      const message = `${request.spec.image ?? usualImage} cannot run a job: ${cause.message}`;
      return { run: endedRun(request, { reason: "image", message }) };
    }
  }

  async function attach(request: RunRequest): Promise<Run | undefined> {
    const started = await own.get(containerName(request))?.catch(() => undefined);
    await started?.named?.catch(() => undefined);
    const look = () => unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(containerName(request)));
    const found = (await look()) ?? ((await removeUnnamed(engine, group, naming)) ? await look() : undefined);
    if (!found) return undefined;
    const container = found.Id;
    // Whoever made it went before it was given the job, and nobody else does that; or it is about to be removed.
    if (["created", "dead", "removing"].includes(found.State.Status) || !(await hasBegun(engine, container))) {
      await removeContainer(engine, container);
      return undefined;
    }
    const watch = await exits.watch(container);
    const [, pause] = /^container:(.+)$/.exec(found.HostConfig.NetworkMode ?? "") ?? [];
    const network = started?.network ?? (pause === undefined ? undefined : await pauses.takeOver(pause, request));
    const run = new DockerRun({ ...about(request), container, watch, ...(network ? { network } : {}) });
    // Only from here on its end would be told.
    const { Status } = (await engine.containers.inspect(container)).State;
    if (Status === "exited" || Status === "dead" || Status === "removing") watch.tell();
    return run;
  }

  /** Before an attempt is removed by its name. Gives whether another container may have its network. */
  async function forget(identity: RunIdentity): Promise<boolean> {
    const name = containerName(identity);
    const started = await own.get(name)?.catch(() => undefined);
    own.delete(name);
    await started?.named?.catch(() => undefined);
    return !started || started.network !== undefined;
  }

  const about = (request: RunRequest) => ({ engine, request, image: request.spec.image ?? usualImage });

  return { start, attach, forget };
}
