import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { must } from "../test/rig/process.ts";
import type { Bench } from "./bench.ts";
import { output } from "./time-program.ts";

/** On what, and of what, a run was made. */
export interface Machine {
  readonly date: string;
  /** The commit, with `+` when the checkout had changes. */
  readonly commit: string;
  readonly slipway: string;
  readonly dockerCompose: string;
  readonly engine: string;
  readonly bun: string;
  readonly kernel: string;
  readonly processor: string;
  readonly memory: string;
  /** Load averages over 1, 5 and 15 minutes when the run began; much above 0 says that others were at work. */
  readonly load: readonly number[];
}

/** Describes the machine and the programs of a run. */
export async function machine(bench: Bench): Promise<Machine> {
  const cwd = import.meta.dir;
  const [commit, changes, printed, engine] = await Promise.all([
    must(["git", "rev-parse", "--short=12", "HEAD"], { cwd }),
    must(["git", "status", "--porcelain", "--untracked-files=no"], { cwd }),
    output([bench.slipway, "version", "--short"], { cwd: bench.folder, env: bench.env }),
    bench.engine.system.version(),
  ]);
  return {
    date: new Date().toISOString().slice(0, 19).replace("T", " "),
    commit: commit.trim() + (changes === "" ? "" : "+"),
    slipway: printed.trim(),
    dockerCompose: bench.peer.version,
    engine: `${engine.Version} (API ${engine.ApiVersion}, ${bench.engineFrom})`,
    bun: Bun.version,
    kernel: release(),
    processor: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}
