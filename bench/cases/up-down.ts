import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { chainProject, type TrivialProject, trivialProject } from "../fixtures/trivial.ts";
import { type BareEngine, bareChain, bareEngine, type Order, removeBare, timeHere } from "./bare-engine.ts";
import { checkUp, running, trivialFixtures, trivialSides } from "./trivial-sides.ts";

/** The life of a project from nothing to nothing: `up -d`, then `down`. */
export function upDownCase(services: number, orders: readonly Order[]): Case {
  const bounds = orders.map(
    (order): Bound => ({
      name: `engine calls ${order}`,
      calls: ({ engine }) => bareEngine(engine, services, order),
    }),
  );
  return lifeCase(`up-down-${services}`, trivialProject(services), bounds);
}

/** The same of services that wait for each other: a chain of dependencies, each healthy before the next is started. */
export function chainCase(services: number): Case {
  const bound: Bound = { name: "engine calls", calls: ({ engine }) => bareChain(engine, services) };
  return lifeCase(`chain-${services}`, chainProject(services), [bound]);
}

/** The engine's calls that a life takes at least. */
interface Bound {
  readonly name: string;
  readonly calls: (bench: Bench) => Pick<BareEngine, "up" | "down">;
}

function lifeCase(name: string, project: TrivialProject, bounds: readonly Bound[]): Case {
  const life = (bench: Bench, which: "ours" | "peer", name: string): Side => {
    const side = trivialSides(bench, project)[which];
    return { name, role: which, steps: { "up -d": () => side.time("up", "-d"), down: () => side.time("down") } };
  };
  return {
    name,
    async fixtures(bench) {
      const gone = await trivialFixtures(bench, project);
      gone.defer(() => removeBare(bench.engine));
      return gone;
    },
    ours: (bench) => life(bench, "ours", "slipway"),
    peers: (bench) => [
      life(bench, "peer", "docker compose"),
      ...bounds.map(({ name, calls }): Side => {
        const bare = calls(bench);
        return {
          name,
          role: "bound",
          steps: { "up -d": () => timeHere(bare.up), down: () => timeHere(bare.down) },
        };
      }),
    ],
    async check(bench) {
      const both = Object.values(trivialSides(bench, project));
      for (const side of both) await side.time("up", "-d");
      await checkUp(bench, project);
      for (const side of both) {
        await side.time("down");
        const left = await running(bench, side.project);
        if (left.length > 0) throw new BenchError(`${side.argv("down").join(" ")} left:\n${left.join("\n")}`);
      }
    },
  };
}
