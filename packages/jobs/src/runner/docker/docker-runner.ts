import { isSlipwayError } from "@slipway/core";
import type { ContainerCreate, Engine } from "@slipway/engine";
import type { JobSpec } from "../../job/spec.ts";
import { framed, jobScript, unfit } from "../contract/job-script.ts";
import type { Run, Runner, RunRequest } from "../runner.ts";
import { containerBody } from "./container-body.ts";
import { DockerRun } from "./docker-run.ts";
import { endedRun } from "./ended-run.ts";
import { unless } from "./engine-errors.ts";
import { watchExits } from "./exits.ts";
import { createGate } from "./gate.ts";
import { provideImage } from "./image.ts";
import { containerName, identityOf, labels, labelsOf, pauseName } from "./names.ts";
import { networkClass } from "./network/network-class.ts";
import { proxyAddress } from "./network/pause-body.ts";
import { createPauses, type Pause } from "./network/pauses.ts";

export interface DockerRunnerOptions {
  readonly engine: Engine;
  /** Workers of one group take over from each other; nothing of another group is ever touched. */
  readonly group: string;
  /** For jobs that name no image. */
  readonly image: string;
  /** `uid:gid` of what runs in the containers; 65532:65532 when absent. */
  readonly user?: string;
  /** An image with busybox, for the containers that have the networks of jobs; `busybox:1.36` when absent. */
  readonly networkImage?: string;
  /** Name servers of jobs that have the internet; public ones when absent, as private addresses are out of their reach. */
  readonly dns?: readonly string[];
  /** Targets that jobs may reach although their addresses are private, where their network policy lets them: `git.internal:443`. */
  readonly reachable?: readonly string[];
  /** Containers that are started at the same time; twice the cores when absent. */
  readonly startsAtOnce?: number;
}

/** Runs every attempt in a hardened container of its own, on Docker or Podman. docs/runner-contract.md says how. */
export function createDockerRunner(options: DockerRunnerOptions): Runner {
  const { engine, group, image: usualImage, user = "65532:65532" } = options;
  const exits = watchExits(engine, group);
  const { networkImage = "busybox:1.36", dns = ["1.1.1.1", "8.8.8.8"], reachable = [] } = options;
  const pauses = createPauses({ engine, group, image: networkImage, dns, reachable });
  const gate = createGate(options.startsAtOnce ?? 2 * navigator.hardwareConcurrency);

  /** Makes the container, unless there is one of this name: then nothing is made. */
  async function make(body: ContainerCreate, name: string): Promise<string | undefined> {
    return (await unless(["ENGINE_NAME_IN_USE"], engine.containers.create(body, { name })))?.Id;
  }

  async function begin(request: RunRequest, image: string, container: string, pause: Pause | undefined): Promise<Run> {
    const watch = await exits.watch(container);
    const live = await engine.containers.attach(container, false, { stdin: true });
    const [egress] = await Promise.all([pause?.give(request), engine.containers.start(container)]);
    await live.write(framed(jobScript(request, { nonce: nonce(), ...waysOut(request.spec) })));
    return new DockerRun({ engine, container, image, request, watch, live, ...(egress ? { egress } : {}) });
  }

  async function attach(request: RunRequest): Promise<Run | undefined> {
    const found = await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(containerName(request)));
    if (!found) return undefined;
    const container = found.Id;
    const watch = await exits.watch(container);
    const [, pause] = /^container:(.+)$/.exec(found.HostConfig.NetworkMode ?? "") ?? [];
    const egress = pause === undefined ? undefined : await pauses.takeOver(pause, request);
    const image = request.spec.image ?? usualImage;
    const run = new DockerRun({ engine, container, image, request, watch, ...(egress ? { egress } : {}) });
    // Only from here on its end would be told.
    const { Status } = (await engine.containers.inspect(container)).State;
    if (Status === "exited" || Status === "dead") watch.tell();
    return run;
  }

  async function start(request: RunRequest): Promise<Run> {
    const why = unfit(request);
    if (why !== undefined) return endedRun(request, { reason: "policy", message: why });
    const image = request.spec.image ?? usualImage;
    const provided = await provideImage(engine, image);
    if ("why" in provided) return endedRun(request, { reason: "image", message: provided.why });
    return await gate.pass(() => startCold(request, image, provided.id));
  }

  async function startCold(request: RunRequest, image: string, id: string): Promise<Run> {
    const way = networkClass(request.spec);
    const pause = way === "none" ? undefined : await pauses.make(way);
    const network = pause ? `container:${pause.id}` : "none";
    const body = containerBody(
      { image: id, resources: request.spec.resources, user, network },
      { ...labelsOf(group, request), [labels.role]: "job" },
    );
    let container: string | undefined;
    try {
      container = await make(body, containerName(request));
      if (container !== undefined) return await begin(request, image, container, pause);
    } catch (cause) {
      if (container !== undefined) await engine.containers.remove(container, { force: true, volumes: true });
      await pause?.remove();
      if (!isSlipwayError(cause) || !imageFaults.has(cause.code)) throw cause;
      return endedRun(request, { reason: "image", message: `${image} cannot run a job: ${cause.message}` });
    }
    await pause?.remove();
    return (await attach(request)) ?? (await startCold(request, image, id));
  }

  return {
    start,
    attach,
    async runs() {
      const filters = { label: [`${labels.group}=${group}`] };
      const found = await engine.containers.list({ all: true, filters });
      const identities = found.flatMap(({ Names }) => Names.map(identityOf));
      const byName = new Map(identities.flatMap((one) => (one ? [[containerName(one), one] as const] : [])));
      return [...byName.values()];
    },
    async remove(run) {
      // The one with the network last: Podman refuses to remove it before.
      await engine.containers.remove(containerName(run), { force: true, volumes: true });
      await engine.containers.remove(pauseName(run), { force: true, volumes: true });
    },
    async close() {
      exits.close();
    },
  };
}

/** Failures of a start that the image is to blame for. */
const imageFaults = new Set(["ENGINE_EXEC_NOT_FOUND", "ENGINE_EXEC_PERMISSION", "ENGINE_NO_SUCH_USER"]);

/** How the checkout and the job get out. */
function waysOut({ network, repository }: JobSpec): { readonly proxy?: string; readonly gitProxy?: string } {
  const isListed = network !== "none" && network !== "internet";
  return { ...(isListed ? { proxy: proxyAddress } : {}), ...(repository ? { gitProxy: proxyAddress } : {}) };
}

function nonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
}
