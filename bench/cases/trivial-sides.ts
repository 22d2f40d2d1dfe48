import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { BenchError } from "../case.ts";
import { type TrivialProject, trivialImage } from "../fixtures/trivial.ts";
import { type ProgramOptions, type Sample, timeProgram } from "../time-program.ts";

/** A program with a project of its own made from the file that all share. */
export interface TrivialSide {
  readonly project: string;
  /** Runs a subcommand in the project. */
  time(...command: readonly string[]): Promise<Sample>;
  readonly argv: (...command: readonly string[]) => readonly string[];
  readonly at: ProgramOptions;
}

export interface TrivialSides {
  readonly ours: TrivialSide;
  readonly peer: TrivialSide;
  readonly typed?: TrivialSide;
}

/** Slipway and docker compose, each with a project of its own. */
export function trivialSides(bench: Bench, project: TrivialProject): TrivialSides {
  const file = join(bench.folder, `${project.name}/compose.yaml`);
  const at = { cwd: join(bench.folder, project.name), env: bench.env };
  const side = (program: readonly string[], name: string): TrivialSide => {
    const own = `slipway-bench-${name}-${project.name}`;
    const argv = (...command: readonly string[]) => [...program, "-p", own, "-f", file, ...command];
    return { project: own, argv, at, time: (...command) => timeProgram(argv(...command), at) };
  };
  const peer = side([bench.peer.path], "peer");
  return {
    ours: side([bench.slipway], "ours"),
    peer,
    // The same project: what is typed finds what the peer has made.
    ...(bench.typed ? { typed: side(bench.typed, "peer") } : {}),
  };
}

/** Writes the file; disposing takes both projects down, whatever state they are in, and removes it. */
export async function trivialFixtures(bench: Bench, project: TrivialProject): Promise<AsyncDisposableStack> {
  const { ours, peer } = trivialSides(bench, project);
  await mkdir(ours.at.cwd);
  await Bun.write(join(ours.at.cwd, "compose.yaml"), project.text);
  const gone = new AsyncDisposableStack();
  gone.defer(() => rm(ours.at.cwd, { recursive: true }));
  for (const side of [ours, peer]) gone.defer(() => removeProject(bench, side.project));
  return gone;
}

/** What the engine has of a project: one line for each service, in order, to compare and to count. */
export async function running(bench: Bench, project: string): Promise<readonly string[]> {
  const found = await bench.engine.containers.list({ all: true, filters: { label: [label(project)] } });
  return found
    .map(({ Labels, State, Image, Command }) => `${Labels["com.docker.compose.service"]} ${State} ${Image} ${Command}`)
    .sort();
}

/** The ids of a project's containers, in order. */
export async function containerIds(bench: Bench, project: string): Promise<readonly string[]> {
  const found = await bench.engine.containers.list({ all: true, filters: { label: [label(project)] } });
  return found.map(({ Id }) => Id).sort();
}

/** Throws {@link BenchError} unless both projects run all their services, in the same way. */
export async function checkUp(bench: Bench, project: TrivialProject): Promise<void> {
  const { ours, peer } = trivialSides(bench, project);
  const [mine, theirs] = await Promise.all([running(bench, ours.project), running(bench, peer.project)]);
  if (mine.join("\n") !== theirs.join("\n")) {
    throw new BenchError(`after up -d:\n${mine.join("\n")}\nbut with docker compose:\n${theirs.join("\n")}`);
  }
  const up = mine.filter((line) => line.includes(` running ${trivialImage} `)).length;
  if (up !== project.services) throw new BenchError(`${up} of ${project.services} services run after up -d`);
}

async function removeProject(bench: Bench, project: string): Promise<void> {
  const ids = await containerIds(bench, project);
  // One after the other: removed at once, the engine loses count of who is on the network (moby issue 42119).
  for (const id of ids) await bench.engine.containers.remove(id, { force: true });
  const networks = await bench.engine.networks.list({ filters: { label: [label(project)] } });
  await Promise.all(networks.map(({ Id }) => bench.engine.networks.remove(Id)));
}

function label(project: string): string {
  return `com.docker.compose.project=${project}`;
}
