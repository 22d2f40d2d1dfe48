import type { ChildProcess } from "node:child_process";
import type { ConnectOptions } from "../connect-options.ts";
import type { EndpointInfo } from "../engine.ts";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import { parseJsonLines } from "../streams/json-lines.ts";
import type { BakeOptions, SolveStatus } from "../types/bake.ts";
import { bakeError } from "./bake-error.ts";

/**
 * Builds all targets of a bake file with the plugin at `path`, and gives what BuildKit tells meanwhile. The file goes over
 * standard input, secrets by reference: nothing of them stands among the arguments.
 * Source: buildx, `docs/reference/buildx_bake.md`.
 *
 * @throws ENGINE_BUILD_FAILED and the like, whose cause is a {@link BakeFailure}; the signal's reason
 */
export async function* bake(
  path: string,
  { file, env = {}, allow = [], builder, signal }: BakeOptions,
  connection: { readonly options: ConnectOptions; readonly endpoint: EndpointInfo },
): AsyncGenerator<SolveStatus, void> {
  signal?.throwIfAborted();
  const { spawn } = await import("node:child_process");
  const argv = ["bake", "--file", "-", "--progress", "rawjson", ...allow.flatMap((one) => ["--allow", one])];
  const child = spawn(path, builder === undefined ? argv : [...argv, "--builder", builder], {
    env: { ...environmentOf(connection), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stop = (): void => void child.kill("SIGTERM");
  signal?.addEventListener("abort", stop);
  const ended = endOf(child);
  // Who ends before reading is judged by the exit code, not by the broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(file));
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const said: string[] = [];
  try {
    yield* statuses(child.stderr, said);
    const code = await ended;
    signal?.throwIfAborted();
    if (printed !== "") yield { printed };
    if (code !== 0) throw bakeError(said, Object.keys(file.target), printed !== "");
  } finally {
    signal?.removeEventListener("abort", stop);
    if (child.exitCode === null && child.signalCode === null) stop();
  }
}

/** The lines that are BuildKit's; the others go to `said`. */
async function* statuses(stream: AsyncIterable<Uint8Array>, said: string[]): AsyncGenerator<SolveStatus, void> {
  for await (const line of parseJsonLines<SolveStatus>(stream, (text) => said.push(text))) yield line;
}

/** The exit code. @throws ENGINE_BUILDX when the plugin cannot be run */
function endOf(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (cause) => reject(engineErrors.error("ENGINE_BUILDX", { why: reasonOf(cause) }, { cause })));
    child.on("close", resolve);
  });
  // Awaited when its output has been read.
  ended.catch(() => undefined);
  return ended;
}

/** The environment in which buildx means the engine that we are connected to. */
function environmentOf({ options, endpoint }: Parameters<typeof bake>[2]): Record<string, string | undefined> {
  const { env, host, context } = options;
  // An attestation has a time in it, so that every build would be another image and every `up` a change.
  const quiet = { BUILDX_NO_DEFAULT_ATTESTATIONS: "1", ...env };
  if (host !== undefined) return { ...quiet, DOCKER_HOST: host, DOCKER_CONTEXT: undefined };
  if (context !== undefined) return { ...quiet, DOCKER_HOST: undefined, DOCKER_CONTEXT: context };
  // The docker CLI knows of fewer usual sockets.
  return endpoint.from === "default" ? { ...quiet, DOCKER_HOST: endpoint.address } : quiet;
}
