import type { Engine, EngineEvent } from "@slipway/engine";
import { BenchError } from "../case.ts";
import { trivialImage } from "../fixtures/trivial.ts";
import type { Sample } from "../time-program.ts";

/** The calls that a project of trivial services needs and nothing else, made inside the benchmark's process. */
export interface BareEngine {
  up(): Promise<void>;
  list(): Promise<void>;
  down(): Promise<void>;
}

const label = { key: "io.slipway.bench", value: "bare" };
const labelled = { [label.key]: label.value };
const marked = `${label.key}=${label.value}`;

/** How a list is worked through: all at once, or one after the other. */
export const inOrder = {
  "at once": async (names, act) => {
    await Promise.all(names.map(act));
  },
  "one by one": async (names, act) => {
    for (const name of names) await act(name);
  },
} as const satisfies Record<string, (names: readonly string[], act: (name: string) => Promise<void>) => Promise<void>>;

export type Order = keyof typeof inOrder;

const bodyOn = (network: string) => ({
  Image: trivialImage,
  Cmd: ["sleep", "infinity"],
  StopSignal: "SIGKILL",
  Labels: labelled,
  HostConfig: { NetworkMode: network },
});

/** A network and this many containers on it, straight through the engine's calls. */
export function bareEngine(engine: Engine, services: number, order: Order): BareEngine {
  const forEach = inOrder[order];
  const network = `slipway-bench-bare-${services}`;
  const names = Array.from({ length: services }, (_, at) => `${network}-${at + 1}`);
  const body = bodyOn(network);
  return {
    async up() {
      await engine.networks.create({ Name: network, Driver: "bridge", Labels: labelled });
      await forEach(names, async (name) => {
        const { Id } = await engine.containers.create(body, { name });
        await engine.containers.start(Id);
      });
    },
    async list() {
      const filters = { label: [marked] };
      await Promise.all([engine.containers.list({ all: true, filters }), engine.networks.list({ filters })]);
    },
    down: () => takeDown(engine, network, names, order),
  };
}

async function takeDown(engine: Engine, network: string, names: readonly string[], order: Order): Promise<void> {
  await inOrder[order](names, async (name) => {
    await engine.containers.stop(name, { timeout: 1 });
    await engine.containers.remove(name);
  });
  await engine.networks.remove(network);
}

/**
 * A network and this many containers on it, made all at once and started one after the other, each as soon as the engine tells that the one
 * before is healthy: what a chain of dependencies costs at the least.
 */
export function bareChain(engine: Engine, services: number): Pick<BareEngine, "up" | "down"> {
  const network = `slipway-bench-chain-${services}`;
  const names = Array.from({ length: services }, (_, at) => `${network}-${at + 1}`);
  const body = { ...bodyOn(network), Healthcheck: { Test: ["CMD", "true"], Interval: 50_000_000 } };
  return {
    async up() {
      const over = new AbortController();
      const filters = { type: ["container"], event: ["health_status"], label: [marked] };
      const events = await engine.system.events({ filters, signal: over.signal });
      const health = events[Symbol.asyncIterator]();
      await engine.networks.create({ Name: network, Driver: "bridge", Labels: labelled });
      await inOrder["at once"](names, async (name) => void (await engine.containers.create(body, { name })));
      try {
        for (const name of names) {
          await engine.containers.start(name);
          if (name === names.at(-1)) break;
          for (let told = await health.next(); !isHealthy(told.value, name); told = await health.next());
        }
      } finally {
        over.abort();
      }
      await health.next().catch(() => undefined);
    },
    down: () => takeDown(engine, network, names.toReversed(), "one by one"),
  };
}

function isHealthy(event: EngineEvent | undefined, name: string): boolean {
  if (!event) throw new BenchError("the engine tells of no more events");
  return event.Action === "health_status: healthy" && event.Actor.Attributes["name"] === name;
}

/** Removes what a run that failed in the middle has left. */
export async function removeBare(engine: Engine): Promise<void> {
  const filters = { label: [marked] };
  const found = await engine.containers.list({ all: true, filters });
  await Promise.all(found.map(({ Id }) => engine.containers.remove(Id, { force: true })));
  const networks = await engine.networks.list({ filters });
  await Promise.all(networks.map(({ Id }) => engine.networks.remove(Id)));
}

/** Times an act of this process, which has no resident set of its own. */
export async function timeHere(act: () => Promise<void>): Promise<Sample> {
  const before = process.cpuUsage();
  const started = performance.now();
  await act();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}
