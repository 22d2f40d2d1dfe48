import { randomBytes } from "node:crypto";
import type { ContainerCreate, Engine, EngineKind, OutputChunk } from "../../index.ts";

/** An engine under test, with what makes and removes things on it. */
export interface Subject {
  readonly engine: Engine;
  readonly differences: Differences;
  /** An image with a shell and the usual small programs. */
  readonly image: string;
  /** A name that nothing else has. */
  name(): string;
  /** A container that is removed at the end of the scope. */
  container(command: readonly string[], more?: Omit<ContainerCreate, "Cmd" | "Image">): Promise<TestContainer>;
}

/** What engines do in ways of their own, so that one expectation cannot hold for all; each with its reason. */
export interface Differences {
  /** Podman has no `GET /distribution/…/json`: this program asks the registry, and its errors name the registry. */
  readonly digestByEngine: boolean;
}

/** The differences of each kind of engine. */
const differencesOf: Readonly<Record<EngineKind, Differences>> = {
  docker: { digestByEngine: true },
  podman: { digestByEngine: false },
};

interface TestContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  /** Starts it and gives its exit code. */
  run(): Promise<number>;
}

/** The image that the suite needs: SLIPWAY_TEST_IMAGE, else busybox. */
export const testImage = process.env.SLIPWAY_TEST_IMAGE ?? "busybox:1.36";

/** What the tests of the suite work with. */
export async function subjectOf(engine: Engine): Promise<Subject> {
  const differences = differencesOf[await engine.kind()];
  const name = (): string => `conformance-${randomBytes(6).toString("hex")}`;
  return {
    engine,
    differences,
    image: testImage,
    name,
    async container(command, more = {}) {
      const own = name();
      const { Id: id } = await engine.containers.create(
        { StopTimeout: 0, ...more, Image: testImage, Cmd: command },
        { name: own },
      );
      return {
        id,
        name: own,
        async run() {
          const { exit } = await engine.containers.wait(id, { condition: "next-exit" });
          await engine.containers.start(id);
          return await exit;
        },
        async [Symbol.asyncDispose]() {
          await engine.containers.remove(id, { force: true, volumes: true });
        },
      };
    },
  };
}

/** All that a stream printed, by stream. */
export async function printed(output: AsyncIterable<OutputChunk>): Promise<{ stdout: string; stderr: string }> {
  const seen = { stdout: "", stderr: "" };
  for await (const { stream, data } of output) seen[stream] += Buffer.from(data).toString();
  return seen;
}

/** Reads a stream until the text was printed; what was read before it is dropped. */
export async function untilPrinted(output: AsyncIterator<OutputChunk>, text: string): Promise<string> {
  let seen = "";
  while (!seen.includes(text)) {
    const next = await output.next();
    if (next.done) throw new Error(`the stream ended without ${JSON.stringify(text)}: ${JSON.stringify(seen)}`);
    seen += Buffer.from(next.value.data).toString();
  }
  return seen;
}

/** All values of a stream. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const value of values) seen.push(value);
  return seen;
}
