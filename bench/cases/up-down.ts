import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { chainProject, type TrivialProject, trivialProject } from "../fixtures/trivial.ts";
import { bareEngine, type Order, removeBare, timeHere } from "./bare-engine.ts";
import { checkUp, running, trivialFixtures, trivialSides } from "./trivial-sides.ts";

/** The life of a project from nothing to nothing: `up -d`, then `down`. */
export function upDownCase(services: number, orders: readonly Order[]): Case {
  return lifeCase(`up-down-${services}`, trivialProject(services), orders);
}

/** The same of services that wait for each other: a chain of dependencies, each healthy before the next is started. */
export function chainCase(services: number): Case {
  return lifeCase(`chain-${services}`, chainProject(services), []);
}

function lifeCase(name: string, project: TrivialProject, orders: readonly Order[]): Case {
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
      ...orders.map((order): Side => {
        const bare = bareEngine(bench.engine, project.services, order);
        return {
          name: `engine calls ${order}`,
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
