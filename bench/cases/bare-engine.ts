import type { Engine } from "@slipway/engine";
import { trivialImage } from "../fixtures/trivial.ts";
import type { Sample } from "../time-program.ts";

/** The calls that a project of trivial services needs and nothing else, made inside the benchmark's process. */
export interface BareEngine {
  up(): Promise<void>;
  list(): Promise<void>;
  down(): Promise<void>;
}

const marked = "io.slipway.bench=bare";

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

/** A network and this many containers on it, straight through the engine's calls. */
export function bareEngine(engine: Engine, services: number, order: Order): BareEngine {
  const forEach = inOrder[order];
  const network = `slipway-bench-bare-${services}`;
  const names = Array.from({ length: services }, (_, at) => `${network}-${at + 1}`);
  const [key = "", value = ""] = marked.split("=");
  const body = {
    Image: trivialImage,
    Cmd: ["sleep", "infinity"],
    StopSignal: "SIGKILL",
    Labels: { [key]: value },
    HostConfig: { NetworkMode: network },
  };
  return {
    async up() {
      await engine.networks.create({ Name: network, Driver: "bridge", Labels: { [key]: value } });
      await forEach(names, async (name) => {
        const { Id } = await engine.containers.create(body, { name });
        await engine.containers.start(Id);
      });
    },
    async list() {
      const filters = { label: [marked] };
      await Promise.all([engine.containers.list({ all: true, filters }), engine.networks.list({ filters })]);
    },
    async down() {
      await forEach(names, async (name) => {
        await engine.containers.stop(name, { timeout: 1 });
        await engine.containers.remove(name);
      });
      await engine.networks.remove(network);
    },
  };
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
