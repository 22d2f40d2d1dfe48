import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createClient, findEndpoint, type JobsClient, sendOverHttp } from "@slipway/jobs";
import type { Bench } from "./bench.ts";
import { BenchError } from "./case.ts";
import { trivialImage } from "./fixtures/trivial.ts";

/** A `slipway serve` that runs, with its own data folder. */
export interface Plane extends AsyncDisposable {
  readonly client: JobsClient;
  readonly folder: string;
  readonly pid: number;
}

/** Starts the control plane with more options; those of one name share their data. */
export async function servePlane(bench: Bench, name: string, ...more: readonly string[]): Promise<Plane> {
  const folder = join(bench.folder, `jobs-${name}`);
  await mkdir(folder, { recursive: true });
  const options = [
    "--data",
    folder,
    "--listen",
    "127.0.0.1:0",
    "--image",
    trivialImage,
    "--log-format",
    "json",
    ...more,
  ];
  const argv = [bench.slipway, "serve", ...options];
  const child = Bun.spawn(argv, { cwd: folder, env: { ...bench.env }, stdout: "ignore", stderr: "pipe" });
  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    await child.exited;
  };
  try {
    await ready(child.stderr);
  } catch (cause) {
    await end();
    throw cause;
  }
  const client = createClient(sendOverHttp(findEndpoint(folder, bench.env, { data: folder })));
  return { client, folder, pid: child.pid, [Symbol.asyncDispose]: end };
}

/** Reads on after the line, for a program ends that nobody listens to. */
async function ready(output: ReadableStream<Uint8Array>): Promise<void> {
  const told = Promise.withResolvers<void>();
  void (async () => {
    let said = "";
    for await (const bytes of output) {
      said = (said + Buffer.from(bytes).toString()).slice(-10_000);
      if (said.includes('"ready"')) told.resolve();
    }
    told.reject(new BenchError(`slipway serve has ended: ${said.slice(-1000)}`));
  })();
  await told.promise;
}
