import { isSlipwayError } from "@slipway/core";
import type { ContainerCreate, Engine } from "@slipway/engine";
import { framed, jobScript, unfit } from "../contract/job-script.ts";
import type { Run, RunIdentity, Runner, RunRequest } from "../runner.ts";
import { containerBody } from "./container-body.ts";
import { DockerRun } from "./docker-run.ts";
import { endedRun } from "./ended-run.ts";
import { unless } from "./engine-errors.ts";
import { watchExits } from "./exits.ts";
import { createGate } from "./gate.ts";
import { provideImage } from "./image.ts";
import { containerName, identityOf, labels, labelsOf } from "./names.ts";

export interface DockerRunnerOptions {
  readonly engine: Engine;
  /** Workers of one group take over from each other; nothing of another group is ever touched. */
  readonly group: string;
  /** For jobs that name no image. */
  readonly image: string;
  /** `uid:gid` of what runs in the containers; 65532:65532 when absent. */
  readonly user?: string;
  /** Containers that are started at the same time; twice the cores when absent. */
  readonly startsAtOnce?: number;
}

/** Runs every attempt in a hardened container of its own, on Docker or Podman. docs/runner-contract.md says how. */
export function createDockerRunner(options: DockerRunnerOptions): Runner {
  const { engine, group, image: usualImage, user = "65532:65532" } = options;
  const exits = watchExits(engine, group);
  const gate = createGate(options.startsAtOnce ?? 2 * navigator.hardwareConcurrency);

  /** Makes the container, unless there is one of this name: then nothing is made. */
  async function make(body: ContainerCreate, name: string): Promise<string | undefined> {
    return (await unless(["ENGINE_NAME_IN_USE"], engine.containers.create(body, { name })))?.Id;
  }

  async function begin(request: RunRequest, image: string, container: string): Promise<Run> {
    const watch = await exits.watch(container);
    const live = await engine.containers.attach(container, false, { stdin: true });
    await engine.containers.start(container);
    await live.write(framed(jobScript(request, { nonce: nonce() })));
    return new DockerRun({ engine, container, image, request, watch, live });
  }

  async function attach(request: RunRequest): Promise<Run | undefined> {
    const container = await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(containerName(request)));
    if (!container) return undefined;
    const watch = await exits.watch(container.Id);
    const image = request.spec.image ?? usualImage;
    const run = new DockerRun({ engine, container: container.Id, image, request, watch });
    const { Status } = await engine.containers.inspect(container.Id).then(({ State }) => State);
    if (Status === "exited" || Status === "dead") watch.tell();
    return run;
  }

  async function start(request: RunRequest): Promise<Run> {
    const why = unfit(request);
    if (why !== undefined) return endedRun(request, { reason: "policy", message: why });
    const image = request.spec.image ?? usualImage;
    const provided = await provideImage(engine, image);
    if ("why" in provided) return endedRun(request, { reason: "image", message: provided.why });
    return await gate.pass(async () => {
      const { resources } = request.spec;
      const body = containerBody(
        { image: provided.id, resources, user, network: "none" },
        { ...labelsOf(group, request), [labels.role]: "job" },
      );
      const container = await make(body, containerName(request));
      const there = container === undefined ? await attach(request) : undefined;
      if (there) return there;
      if (container === undefined) return await start(request);
      try {
        return await begin(request, image, container);
      } catch (cause) {
        await engine.containers.remove(container, { force: true, volumes: true });
        if (isSlipwayError(cause) && notOurs.has(cause.code)) {
          return endedRun(request, { reason: "image", message: `${image} cannot run a job: ${cause.message}` });
        }
        throw cause;
      }
    });
  }

  return {
    start,
    attach,
    async runs() {
      const filters = { label: [`${labels.group}=${group}`] };
      const found = await engine.containers.list({ all: true, filters });
      return found.flatMap(({ Names }) => Names.map(identityOf).filter((one): one is RunIdentity => one !== undefined));
    },
    async remove(run) {
      await engine.containers.remove(containerName(run), { force: true, volumes: true });
    },
    async close() {
      exits.close();
    },
  };
}

/** Failures of a start that the image is to blame for. */
const notOurs = new Set(["ENGINE_EXEC_NOT_FOUND", "ENGINE_EXEC_PERMISSION", "ENGINE_NO_SUCH_USER"]);

function nonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
}
