import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { runCli } from "../cli.ts";
import { type FakeContext, fakeContext } from "./fake-context.ts";

/** What a command line gave. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A directory with a Compose file whose project has a name of its own; disposing takes the project and the directory down. */
export interface TemporaryProject extends AsyncDisposable {
  readonly name: string;
  readonly directory: string;
  /** Runs `slipway` in the directory, against the engine that the tests have. */
  slipway(...argv: readonly string[]): Promise<Outcome>;
  /** The same, going on while a test does other things. */
  start(...argv: readonly string[]): { readonly context: FakeContext; readonly ended: Promise<Outcome> };
  /** What a service has printed when it has printed a text: `up -d` does not wait for its first words. */
  printed(service: string, text: string): Promise<string>;
  /** Writes a file at one stroke, so that nobody who watches sees half of it, and makes the folders that it lies in. */
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

export async function temporaryProject(composeFile: string): Promise<TemporaryProject> {
  const directory = await mkdtemp(join(tmpdir(), "slipway-cli-"));
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "");
  const start: TemporaryProject["start"] = (...argv) => {
    const context = fakeContext({ cwd: directory, env: process.env, now: Date.now(), types: argv[0] === "attach" });
    const ended = runCli(argv, context).then((code) => ({ code, out: context.out(), err: context.err() }));
    return { context, ended };
  };
  const project: TemporaryProject = {
    name,
    directory,
    start,
    slipway: (...argv) => start(...argv).ended,
    async printed(service, text) {
      const { context, ended } = start("logs", "-f", "--no-log-prefix", service);
      const over = ended.then(({ err }) => Promise.reject(new Error(`logs ended without ${text}: ${err}`)));
      await Promise.race([context.printed(text), over]).finally(() => context.interrupt());
      return (await ended).out;
    },
    async write(file, text) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(`${directory}.new`, text);
      await rename(`${directory}.new`, join(directory, file));
    },
    remove: (file) => rm(join(directory, file)),
    async [Symbol.asyncDispose]() {
      await project.slipway("-p", name, "down", "-v", "--rmi", "local", "--remove-orphans", "-t", "0");
      await rm(directory, { recursive: true });
    },
  };
  await project.write("compose.yaml", `name: ${name}\n${composeFile}`);
  return project;
}

/** The same after a first command, which has to succeed. */
export async function projectAfter(argv: readonly string[], composeFile: string): Promise<TemporaryProject> {
  const project = await temporaryProject(composeFile);
  try {
    const { code, err } = await project.slipway(...argv);
    if (code !== 0) throw new Error(`slipway ${argv.join(" ")} ended with ${code}:\n${err}`);
    return project;
  } catch (cause) {
    await project[Symbol.asyncDispose]();
    throw cause;
  }
}
