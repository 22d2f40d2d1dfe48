import { BenchError, type Case, type Side } from "../case.ts";
import { trivialProject } from "../fixtures/trivial.ts";
import { output } from "../time-program.ts";
import { bareEngine, timeHere } from "./bare-engine.ts";
import { checkUp, containerIds, type TrivialSide, trivialFixtures, trivialSides } from "./trivial-sides.ts";

/** What people do with a project that runs: `up -d` that finds nothing to do, and `ps`. */
export function steadyCase(services: number): Case {
  const project = trivialProject(services);
  const look = (name: string, role: Side["role"], side: TrivialSide): Side => ({
    name,
    role,
    steps: { "up -d again": () => side.time("up", "-d"), ps: () => side.time("ps") },
  });
  return {
    name: `steady-${services}`,
    async fixtures(bench) {
      await using gone = await trivialFixtures(bench, project);
      for (const side of Object.values(trivialSides(bench, project))) await side.time("up", "-d");
      return gone.move();
    },
    ours: (bench) => look("slipway", "ours", trivialSides(bench, project).ours),
    peers: (bench) => {
      const { peer, typed } = trivialSides(bench, project);
      const bare = bareEngine(bench.engine, services, "at once");
      const list = (): ReturnType<typeof timeHere> => timeHere(bare.list);
      return [
        look("docker compose", "peer", peer),
        ...(typed ? [look("docker compose as typed", "typed", typed)] : []),
        { name: "engine calls at once", role: "bound", steps: { "up -d again": list, ps: list } },
      ];
    },
    async check(bench) {
      await checkUp(bench, project);
      for (const side of Object.values(trivialSides(bench, project))) {
        const before = await containerIds(bench, side.project);
        await side.time("up", "-d");
        const after = await containerIds(bench, side.project);
        if (before.join() !== after.join()) throw new BenchError("up -d of a running project made new containers");
        const printed = await output(side.argv("ps"), side.at);
        const rows = printed.split("\n").filter((line) => line.startsWith(side.project)).length;
        if (rows !== services) throw new BenchError(`ps shows ${rows} of ${services} containers:\n${printed}`);
      }
    },
  };
}
