import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { includingProject } from "../fixtures/includes.ts";
import { realisticProject } from "../fixtures/realistic.ts";
import { output, timeProgram } from "../time-program.ts";

/** Reading one realistic file. */
export function configCase(services: number): Case {
  return readingCase(`config-${services}`, services, { "compose.yaml": realisticProject(services) });
}

/** Reading a file that includes others, each with one service. */
export function includesCase(count: number): Case {
  return readingCase(`includes-${count}`, count, includingProject(count));
}

/** Reading a project: printed as JSON, and only checked. */
function readingCase(name: string, services: number, files: Readonly<Record<string, string>>): Case {
  const folder = (bench: Bench): string => join(bench.folder, name);
  const at = (bench: Bench) => ({ cwd: folder(bench), env: bench.env });
  const side = (
    bench: Bench,
    name: string,
    role: Side["role"],
    program: readonly string[],
    format: readonly string[],
  ): Side => ({
    name,
    role,
    steps: {
      [["config", ...format].join(" ")]: () => timeProgram([...program, "config", ...format], at(bench)),
      "config -q": () => timeProgram([...program, "config", "-q"], at(bench)),
    },
  });
  return {
    name,
    async fixtures(bench) {
      await mkdir(folder(bench));
      for (const [file, text] of Object.entries(files)) await Bun.write(join(folder(bench), file), text);
      const gone = new AsyncDisposableStack();
      gone.defer(() => rm(folder(bench), { recursive: true }));
      return gone;
    },
    ours: (bench) => side(bench, "slipway", "ours", [bench.slipway], format(bench)),
    peers: (bench) => [
      side(bench, "docker compose", "peer", [bench.peer.path], format(bench)),
      ...(bench.typed ? [side(bench, "docker compose as typed", "typed", bench.typed, format(bench))] : []),
    ],
    async check(bench) {
      const [ours, theirs] = await Promise.all(
        [bench.slipway, bench.peer.path].map((program) => output([program, "config", ...format(bench)], at(bench))),
      );
      const view = bench.peer.isOld ? namesAndImages : parse;
      if (!isDeepStrictEqual(view(ours ?? ""), view(theirs ?? ""))) {
        throw new BenchError(`config of ${services} services differs between Slipway and docker compose`);
      }
      const read = Object.keys(namesAndImages(theirs ?? "")).length;
      if (read !== services) throw new BenchError(`config shows ${read} services instead of ${services}`);
    },
  };
}

/** docker compose 1.x prints only YAML. */
function format(bench: Bench): readonly string[] {
  return bench.peer.isOld ? [] : ["--format", "json"];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BenchError(`config --format json printed no whole JSON, but ${text.length} characters: ${cause}`);
  }
}

/** The part of `config` that docker compose 1.x prints as all others do. */
function namesAndImages(text: string): Readonly<Record<string, string>> {
  const { services } = Bun.YAML.parse(text) as { services: Readonly<Record<string, { image: string }>> };
  return Object.fromEntries(Object.entries(services).map(([name, { image }]) => [name, image]));
}
