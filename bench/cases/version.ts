import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { output, type Sample, timeProgram } from "../time-program.ts";

/** Start-up: the least that any command costs. */
export const versionCase: Case = {
  name: "version",
  fixtures: async () => new AsyncDisposableStack(),
  ours: (bench) => ({
    name: "slipway",
    role: "ours",
    steps: { version: () => timeProgram([bench.slipway, "version"], inFolder(bench)) },
  }),
  peers: (bench) => [
    {
      name: "docker compose",
      role: "peer",
      steps: { version: () => timeProgram([bench.peer.path, "version"], inFolder(bench)) },
    },
    ...typed(bench),
    {
      name: "empty program",
      role: "bound",
      steps: { version: () => timeProgram([bench.empty], inFolder(bench)) },
    },
  ],
  async check(bench) {
    for (const program of [bench.slipway, bench.peer.path]) {
      const printed = await output([program, "version"], inFolder(bench));
      if (!/version v?\d+\.\d+\.\d+/.test(printed)) throw new BenchError(`${program} version printed ${printed}`);
    }
    if ((await output([bench.empty], inFolder(bench))) !== "") throw new BenchError("the empty program printed");
  },
};

function typed(bench: Bench): readonly Side[] {
  const argv = bench.typed;
  if (!argv) return [];
  const version = (): Promise<Sample> => timeProgram([...argv, "version"], inFolder(bench));
  return [{ name: "docker compose as typed", role: "typed", steps: { version } }];
}

function inFolder(bench: Bench): { cwd: string; env: Bench["env"] } {
  return { cwd: bench.folder, env: bench.env };
}
