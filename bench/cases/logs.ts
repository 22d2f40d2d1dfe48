import { BenchError, type Case, type Side } from "../case.ts";
import { talkingProject } from "../fixtures/trivial.ts";
import { output } from "../time-program.ts";
import { timeHere } from "./bare-engine.ts";
import { checkUp, containerIds, type TrivialSide, trivialFixtures, trivialSides } from "./trivial-sides.ts";

/** The lines that each service has printed. */
const lines = 1000;

/** All that the services of a project printed, and the last ten lines of each. */
export function logsCase(services: number): Case {
  const project = talkingProject(services, lines);
  const read = (name: string, role: Side["role"], side: TrivialSide): Side => ({
    name,
    role,
    steps: { "logs -n 10": () => side.time("logs", "-n", "10"), logs: () => side.time("logs") },
  });
  return {
    name: `logs-${services}`,
    async fixtures(bench) {
      await using gone = await trivialFixtures(bench, project);
      for (const side of Object.values(trivialSides(bench, project))) await side.time("up", "-d");
      return gone.move();
    },
    ours: (bench) => read("slipway", "ours", trivialSides(bench, project).ours),
    peers: (bench) => {
      const { peer, typed } = trivialSides(bench, project);
      const bare = (tail?: number) => () =>
        timeHere(async () => {
          const ids = await containerIds(bench, peer.project);
          const options = { timestamps: true, ...(tail === undefined ? {} : { tail }) };
          await Promise.all(
            ids.map(async (id) => {
              for await (const _ of await bench.engine.containers.logs(id, false, options));
            }),
          );
        });
      return [
        read("docker compose", "peer", peer),
        ...(typed ? [read("docker compose as typed", "typed", typed)] : []),
        { name: "engine calls at once", role: "bound", steps: { "logs -n 10": bare(10), logs: bare() } },
      ];
    },
    async check(bench) {
      await checkUp(bench, project);
      const { ours, peer } = trivialSides(bench, project);
      for (const side of [ours, peer]) {
        const printed = await output(side.argv("logs", "--no-color"), side.at);
        const count = printed.split("\n").filter((line) => /\| line \d+ of a log/.test(line)).length;
        if (count !== services * lines) throw new BenchError(`logs printed ${count} of ${services * lines} lines`);
      }
    },
  };
}
