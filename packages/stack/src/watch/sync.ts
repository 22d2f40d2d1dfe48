import type { Engine } from "@slipway/engine";
import { packPaths } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import type { ObservedContainer } from "../observed.ts";
import { lookAt } from "./look-at.ts";
import { below } from "./paths.ts";

/** How many paths were brought into containers. */
export interface Synced {
  readonly written: number;
  readonly deleted: number;
}

/**
 * Brings files into all containers: one archive for what is there, owned by the user that the container runs as, and one
 * `rm` for what is gone. `files`: path in the container → path here.
 * @throws STACK_WATCH_NOT_DELETED when the image has no `rm`
 */
export async function syncFiles(
  engine: Engine,
  containers: readonly ObservedContainer[],
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Synced> {
  const there: { source: string; path: string }[] = [];
  const gone: string[] = [];
  for (const [path, source] of files) {
    if (lookAt(source)) there.push({ path, source });
    else gone.push(path);
  }
  await Promise.all(
    containers.map(async (container) => {
      if (there.length > 0) {
        const archive = packPaths(there.sort((one, other) => (one.path < other.path ? -1 : 1)));
        await engine.containers.putArchive(container.id, "/", archive, { signal, keepOwners: true });
      }
      for (const paths of argvs(gone)) await removeFrom(engine, container, paths, signal);
    }),
  );
  return { written: there.length, deleted: gone.length };
}

/** Paths without those below others, in pieces that fit a command line. */
function argvs(paths: readonly string[]): string[][] {
  const tops: string[] = [];
  for (const path of [...paths].sort()) {
    const last = tops.at(-1);
    if (last === undefined || below(last, path) === undefined) tops.push(path);
  }
  const size = 250;
  return Array.from({ length: Math.ceil(tops.length / size) }, (_, index) =>
    tops.slice(index * size, (index + 1) * size),
  );
}

/** The archive calls of engines cannot delete, so the image's own `rm` has to. */
async function removeFrom(
  engine: Engine,
  { id, name }: ObservedContainer,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const refuse = (why: string, cause?: unknown): Error =>
    stackErrors.error("STACK_WATCH_NOT_DELETED", { container: name, paths, why }, { cause });
  const made = await engine.exec.create(
    id,
    {
      Cmd: ["rm", "-rf", "--", ...paths],
      User: "0",
      Tty: false,
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
    },
    { signal },
  );
  let said = "";
  try {
    const stream = await engine.exec.start(made.Id, false, { signal });
    stream.end();
    for await (const { data } of stream.output) said += new TextDecoder().decode(data);
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const { ExitCode } = await engine.exec.inspect(made.Id, { signal });
  if (ExitCode !== 0) throw refuse(said.trim() || `rm exited with ${ExitCode}`);
}
