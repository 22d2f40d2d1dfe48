import type { Engine } from "@slipway/engine";
import type { EgressOptions } from "../egress/egress.ts";
import type { Runner } from "../runner.ts";
import { watchExits } from "./exits.ts";
import { createGate } from "./gate.ts";
import { createImages, type ImageWatcher } from "./image.ts";
import { type JobKind, kindOf } from "./job-kind.ts";
import { containerName, identityOf, labels, pauseName } from "./names.ts";
import type { NetworkClass } from "./network/network-class.ts";
import { createPauses, type Pause } from "./network/pauses.ts";
import { createForsaken, createForsakenVolumes } from "./pool/forsaken.ts";
import { type Parked, park, unpark } from "./pool/parked.ts";
import { createPool, type PoolSize } from "./pool/pool.ts";
import { removeContainer } from "./remove.ts";
import { createStarts } from "./starts.ts";

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
  /** Finds the addresses of hosts that jobs reach through the runner; the system's way when absent. */
  readonly resolve?: EgressOptions["resolve"];
  /** How long servers are waited for through the runner. */
  readonly patience?: EgressOptions["patience"];
  /** Containers that wait, started, for their job; none when absent, and on Podman. A job that finds one starts within milliseconds. */
  readonly parked?: PoolSize;
  /** Networks that wait for a job that finds no container waiting, in a container each; none when absent, and on Podman. */
  readonly networks?: PoolSize;
  /** Told of what is pulled and used. */
  readonly images?: ImageWatcher;
  /** Containers that are started at the same time; twice the cores when absent. */
  readonly startsAtOnce?: number;
}

export interface DockerRunner extends Runner {
  /** Sees to it that containers wait for jobs like this one. */
  prepare(spec: Parameters<typeof kindOf>[2] & { readonly image?: string }): Promise<void>;
  /** Settles when everything that is to wait for jobs waits. */
  full(): Promise<void>;
}

/** Runs every attempt in a hardened container of its own, on Docker or Podman. docs/runner-contract.md says how. */
export function createDockerRunner(options: DockerRunnerOptions): DockerRunner {
  const { engine, group, image: usualImage, user = "65532:65532" } = options;
  const { networkImage = "busybox:1.36", dns = ["1.1.1.1", "8.8.8.8"], reachable = [], resolve, patience } = options;
  const none: PoolSize = { each: 0, most: 0 };
  const exits = watchExits(engine, group);
  const gate = createGate(options.startsAtOnce ?? 2 * navigator.hardwareConcurrency);
  const images = createImages(engine, options.images);
  const removeForsaken = createForsaken(engine);
  const removeForsakenVolumes = createForsakenVolumes(engine, group);
  const pauses = createPauses({ engine, group, exits, image: networkImage, dns, reachable, resolve, patience });
  const parked = createPool<JobKind, Parked>({
    size: options.parked ?? none,
    key: (kind) => JSON.stringify(kind),
    make: (kind) => gate.passLater(() => park({ engine, group, exits, makePause: pauses.make }, kind)),
    isGood: ({ isAlive }) => isAlive(),
    discard: (one) => unpark(engine, one),
  });
  const networks = createPool<Exclude<NetworkClass, "none">, Pause>({
    size: options.networks ?? none,
    key: (way) => way,
    make: (way) => gate.passLater(() => pauses.make(way)),
    isGood: ({ isAlive }) => isAlive(),
    discard: ({ remove }) => remove(),
  });
  const starts = createStarts({ engine, group, usualImage, user, exits, gate, images, pauses, parked, networks });

  return {
    start: starts.start,
    attach: starts.attach,
    async runs() {
      const filters = { label: [`${labels.group}=${group}`] };
      const found = await engine.containers.list({ all: true, filters });
      await Promise.all([removeForsaken(found), removeForsakenVolumes()]);
      const identities = found.flatMap(({ Names }) => Names.map(identityOf));
      const byName = new Map(identities.flatMap((one) => (one ? [[containerName(one), one] as const] : [])));
      return [...byName.values()];
    },
    async remove(run) {
      const hasNetwork = await starts.forget(run);
      // The one with the network last: Podman refuses to remove it before.
      await removeContainer(engine, containerName(run));
      if (hasNetwork) await removeContainer(engine, pauseName(run));
    },
    async prepare(spec) {
      if ((await engine.kind()) === "podman") return;
      const image = await images.provide(spec.image ?? usualImage);
      if ("id" in image) parked.want(kindOf(image.id, user, spec));
    },
    async full() {
      await Promise.all([parked.full(), networks.full()]);
    },
    async close() {
      await Promise.all([parked.close(), networks.close()]);
      pauses.close();
      images.close();
      exits.close();
    },
  };
}
