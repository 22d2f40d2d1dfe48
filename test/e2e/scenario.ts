import { afterAll, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dockerCompose } from "../rig/docker-compose.ts";
import { leftOut } from "../rig/not-on-podman.ts";
import { engineHost, type ProjectView, removeProject, viewProject } from "./engine-view.ts";
import { type Ended, type Program, type ProgramOptions, slipwayArgv, startProgram } from "./program.ts";

/** Looks at what a command left: on the engine, or in its output. Throws when it is not as it must be. */
export type Check = (scene: Scene, ended: Ended) => void | Promise<void>;

export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: ProgramOptions["input"];
  /** Another folder of the scene to stand in. */
  readonly cwd?: string;
}

/** Where a scenario plays: its own folder, its own project name on the engine, and the programs that it runs. */
export interface Scene {
  readonly projectName: string;
  /** Holds a copy of `data/<name of the scenario>`. */
  readonly folder: string;
  /** Variables of every command from here on; compose files of the data use them to change. */
  readonly env: Record<string, string>;
  /** Runs `slipway` to its end, and checks. Without a check of the exit code it has to be 0. */
  step(sentence: string, argv: readonly string[], ...checks: readonly Check[]): Promise<Ended>;
  /** The same with variables, input or another folder. */
  stepWith(given: Given, sentence: string, argv: readonly string[], ...checks: readonly Check[]): Promise<Ended>;
  /** Runs `docker compose` in the same folder on the same project. */
  peer(sentence: string, argv: readonly string[], ...checks: readonly Check[]): Promise<Ended>;
  /** Starts `slipway` and leaves it running. It is killed at the end of the scenario. */
  start(argv: readonly string[], given?: Given): Program;
  /** The same for another program. */
  startOther(argv: readonly string[], given?: Given): Program;
  /** Waits until what a service has printed matches: `up -d` does not wait for its first words. */
  printed(service: string, pattern: RegExp): Promise<void>;
  /** Does or checks something else, under a sentence. */
  also<Result>(sentence: string, work: () => Result | Promise<Result>): Promise<Result>;
  /** What the engine has of the project now. Volumes seen here must be gone after `nothingLeft`. */
  view(): Promise<ProjectView>;
  write(path: string, text: string): Promise<void>;
  /** Replaces a text that must be there. */
  edit(path: string, from: string, to: string): Promise<void>;
  /** Every volume that the project's containers were seen with, anonymous ones too. */
  readonly seenVolumes: ReadonlySet<string>;
}

const dataFolder = join(import.meta.dir, "data");
/** Set it to keep the containers and the folder of a scenario that failed. */
const keep = Boolean(process.env["SLIPWAY_E2E_KEEP"]);
/** Scenarios that play at the same time: more only wait for the engine, and it has address space for some 30 networks. */
const atOnce = 6;
const titles: string[] = [];
const waiting: (() => void)[] = [];
let playing = 0;

/**
 * Registers a scenario: one intent, phrased as an obligation, played with a copy of `data/<name>` and a project name of
 * its own. Scenarios of a file run at the same time. Whatever happens, nothing of the project is left at the end.
 */
export function scenario(name: string, intent: string, play: (scene: Scene) => Promise<void>): void {
  titles.push(`${name}: ${intent}`);
  const timeoutMs = 600_000;
  const reason = leftOut(`${name}: ${intent}`);
  if (reason !== undefined) {
    test.skip(`${name}: ${intent} (${reason})`, () => undefined);
    return;
  }
  test.concurrent(
    `${name}: ${intent}`,
    async () => {
      if (playing >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      playing++;
      try {
        // The engine may still be busy with what another attempt left.
        await perform(name, `e2e-${name}-${randomBytes(4).toString("hex")}`, play);
      } finally {
        playing--;
        waiting.shift()?.();
      }
    },
    timeoutMs,
  );
}

afterAll(() => {
  expect(new Set(titles).size, "scenarios of one title").toBe(titles.length);
});

async function perform(name: string, projectName: string, play: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `slipway-e2e-${name}-`));
  const story: string[] = [];
  const running = new Set<Program>();
  let failed = false;
  try {
    await mkdir(join(folder, "home"));
    await cp(join(dataFolder, name), folder, { recursive: true });
    await play(createScene(projectName, folder, story, running));
    const left = await viewProject(projectName);
    expect(left, "a scenario ends with nothing left").toEqual({ containers: [], networks: [], volumes: [] });
  } catch (error) {
    failed = true;
    const view = await viewProject(projectName);
    const kept = keep ? `\nkept: ${folder}, project ${projectName}` : "\nSLIPWAY_E2E_KEEP=1 keeps its containers";
    throw new Error(
      `${story.join("\n")}\n✗ ${(error as Error).message}\n\nthe engine has ${JSON.stringify(view, undefined, 1)}${kept}`,
      { cause: error },
    );
  } finally {
    for (const program of running) program.signal("SIGKILL");
    await Promise.all([...running].map((program) => program.ended));
    if (!(failed && keep)) {
      await removeProject(projectName);
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function createScene(projectName: string, folder: string, story: string[], running: Set<Program>): Scene {
  const seenVolumes = new Set<string>();
  const env: Record<string, string> = {};
  const environment = (given: Given): Record<string, string> => ({
    PATH: process.env["PATH"] ?? "",
    // Nobody's own Docker configuration takes part.
    HOME: join(folder, "home"),
    DOCKER_HOST: engineHost,
    COMPOSE_PROJECT_NAME: projectName,
    ...env,
    ...given.env,
  });
  const start = (argv: readonly string[], given: Given = {}): Program => {
    const { input } = given;
    const program = startProgram(argv, {
      cwd: given.cwd ?? folder,
      env: environment(given),
      ...(input === undefined ? {} : { input }),
    });
    running.add(program);
    void program.ended.then(() => running.delete(program));
    return program;
  };
  const carryOut = async (sentence: string, program: Program, checks: readonly Check[]): Promise<Ended> => {
    const ended = await program.ended;
    story.push(
      `· ${sentence}`,
      `  $ ${ended.argv.slice(1).join(" ")} → ${ended.code}`,
      indent(ended.stdout + ended.stderr),
    );
    await scene.view();
    if (!checks.some((check) => check.name === "exits")) expect(ended.code, "exit code").toBe(0);
    for (const check of checks) await check(scene, ended);
    return ended;
  };
  const scene: Scene = {
    projectName,
    folder,
    env,
    seenVolumes,
    step: (sentence, argv, ...checks) => scene.stepWith({}, sentence, argv, ...checks),
    stepWith: (given, sentence, argv, ...checks) =>
      carryOut(sentence, start([...slipwayArgv(), ...argv], given), checks),
    async peer(sentence, argv, ...checks) {
      const peer = await dockerCompose();
      if (peer.path === undefined) throw new Error(`docker compose is not to be had: ${peer.reason}`);
      return carryOut(sentence, start([peer.path, ...argv]), checks);
    },
    start: (argv, given) => start([...slipwayArgv(), ...argv], given),
    async printed(service, pattern) {
      const logs = scene.start(["logs", "-f", "--no-log-prefix", service]);
      await logs.until(pattern);
      logs.signal("SIGINT");
      await logs.ended;
    },
    startOther: start,
    async also(sentence, work) {
      story.push(`· ${sentence}`);
      return await work();
    },
    async view() {
      const view = await viewProject(projectName);
      for (const { mounts } of view.containers) {
        for (const mount of mounts) if (mount.type === "volume") seenVolumes.add(mount.name);
      }
      return view;
    },
    async write(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    async edit(path, from, to) {
      const text = await readFile(join(folder, path), "utf8");
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      await writeFile(join(folder, path), text.replace(from, to));
    },
  };
  return scene;
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, "    ");
}
