import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
  /** Runs `slipway` in the directory, against the engine that the tests have. */
  slipway(...argv: readonly string[]): Promise<Outcome>;
  /** The same, going on while a test does other things. */
  start(...argv: readonly string[]): { readonly context: FakeContext; readonly ended: Promise<Outcome> };
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
    start,
    slipway: (...argv) => start(...argv).ended,
    write: (file, text) => writeFile(join(directory, file), text),
    remove: (file) => rm(join(directory, file)),
    async [Symbol.asyncDispose]() {
      await project.slipway("-p", name, "down", "-v", "--remove-orphans", "-t", "0");
      await rm(directory, { recursive: true });
    },
  };
  await project.write("compose.yaml", `name: ${name}\n${composeFile}`);
  return project;
}
