import { type FSWatcher, readdirSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stackErrors } from "../errors.ts";
import { Queue } from "../follow/queue.ts";
import { lookAt } from "./look-at.ts";
import { below } from "./paths.ts";

/** What to watch: a file or a directory, absolute, and into which directories below it to look. */
export interface WatchedRoot {
  readonly path: string;
  enters(directory: string): boolean;
}

/** Files that changed, one path after the other; a path that is gone was removed. */
export interface FileWatcher extends AsyncIterable<string> {
  /** Watches these from now on, instead of those before; what was told of both is not lost. @throws STACK_WATCH_LIMIT */
  watch(roots: readonly WatchedRoot[]): void;
  /** All that is there now below a path, itself first, in directories that are watched. */
  list(path: string): Iterable<string>;
  close(): void;
}

/**
 * Watches directory by directory, so that ignored ones cost nothing. A directory that appears is watched first and then read:
 * nothing that is put into it meanwhile is missed. Files are watched through their directory, for editors replace them.
 * @throws STACK_WATCH_LIMIT (also while it is read)
 */
export function watchFiles(first: readonly WatchedRoot[]): FileWatcher {
  let roots: readonly WatchedRoot[] = [];
  const queue = new Queue<string>();
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  const unsettled = new Set<string>();
  let settling: NodeJS.Timeout | undefined;
  const isEntered = (directory: string): boolean => roots.some((root) => root.enters(directory));

  const open = (directory: string, identity: string): void => {
    try {
      const watcher = watch(directory, (event, name) => {
        if (typeof name === "string") noticed(event, directory, name);
      });
      watcher.on("error", (cause) => {
        if (limitOf(cause) === undefined) drop(directory);
        else queue.fail(asFailure(cause, directory));
      });
      watchers.set(directory, { watcher, identity });
    } catch (cause) {
      if (!isGone(cause)) throw asFailure(cause, directory);
    }
  };
  const drop = (directory: string): void => {
    for (const [path, { watcher }] of watchers) {
      if (below(directory, path) === undefined) continue;
      watcher.close();
      watchers.delete(path);
    }
  };
  const noticed = (event: string, directory: string, name: string): void => {
    const path = join(directory, name);
    queue.push(path);
    if (event !== "rename") return;
    unsettled.add(path);
    // A directory that goes tells its own name, as if that were in it.
    if (name === basename(directory)) unsettled.add(directory);
    follow(path);
    settling ??= setTimeout(settle, settleMs);
  };
  /** Begins or ends to watch what is, or is no longer, a directory. */
  const follow = (path: string): void => {
    const identity = identityOf(path);
    const known = watchers.get(path)?.identity;
    if (identity === known) return;
    if (known !== undefined) drop(path);
    queue.push(path);
    if (identity === undefined) return;
    try {
      for (const found of enter(path)) queue.push(found);
    } catch (failure) {
      queue.fail(failure);
    }
  };
  /** The runtime leaves out an event that is like the one just before, so what it was about is looked at once more. */
  const settle = (): void => {
    settling = undefined;
    const paths = [...unsettled];
    unsettled.clear();
    for (const path of paths) follow(path);
  };
  /** Watches a directory and those in it, and gives what they hold. */
  function* enter(path: string): Generator<string, void> {
    yield path;
    const identity = identityOf(path);
    if (identity === undefined || !isEntered(path)) return;
    if (!watchers.has(path)) open(path, identity);
    for (const name of namesIn(path)) yield* enter(join(path, name));
  }
  const watchRoots = (next: readonly WatchedRoot[]): void => {
    roots = next;
    const parents = new Set<string>();
    for (const { path } of roots) {
      const parent = dirname(path);
      if (identityOf(path) !== undefined && isEntered(path)) for (const _ of enter(path));
      else {
        parents.add(parent);
        if (!watchers.has(parent)) open(parent, identityOf(parent) ?? "");
      }
    }
    for (const [path, { watcher }] of watchers) {
      if (parents.has(path) || isEntered(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
  };
  watchRoots(first);
  return {
    watch: watchRoots,
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
    list: enter,
    close() {
      clearTimeout(settling);
      for (const { watcher } of watchers.values()) watcher.close();
      watchers.clear();
      queue.close();
    },
  };
}

/** Longer than the time within which the runtime takes two events for one; short beside what a batch waits. */
const settleMs = 20;

/** Tells a directory from one that was there before under the same name; undefined for what is no directory. */
function identityOf(path: string): string | undefined {
  const stat = lookAt(path);
  return stat?.isDirectory() ? `${stat.ino} ${stat.birthtimeMs}` : undefined;
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (cause) {
    if (isGone(cause)) return [];
    throw cause;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function isGone(cause: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(cause));
}

/** The setting of Linux that ran out. */
function limitOf(cause: unknown): string | undefined {
  return { ENOSPC: "fs.inotify.max_user_watches", EMFILE: "fs.inotify.max_user_instances" }[codeOf(cause)];
}

function asFailure(cause: unknown, directory: string): unknown {
  const setting = limitOf(cause);
  return setting === undefined ? cause : stackErrors.error("STACK_WATCH_LIMIT", { directory, setting }, { cause });
}
