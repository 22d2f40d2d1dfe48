import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Project } from "@slipway/compose";
import { type Diagnostic, type IgnoreRules, isSlipwayError, type SlipwayError } from "@slipway/core";
import { contextRules, type Engine } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";
import { refuse } from "../refuse.ts";
import type { Report } from "../report.ts";
import { batches } from "./batches.ts";
import { carryOut, type Progress } from "./carry-out.ts";
import { decide } from "./decide.ts";
import { type FileWatcher, type WatchedRoot, watchFiles } from "./file-watcher.ts";
import { type WatchTarget, watchTargets } from "./target.ts";

/** What watching tells. */
export type WatchEvent =
  | { readonly kind: "watching"; readonly services: readonly string[] }
  | {
      readonly kind: "synced";
      readonly service: string;
      readonly written: number;
      readonly deleted: number;
      readonly containers: number;
    }
  | { readonly kind: "rebuilding" | "rebuilt"; readonly services: readonly string[] }
  | { readonly kind: "restarted"; readonly service: string }
  | {
      readonly kind: "executed";
      readonly service: string;
      readonly command: readonly string[];
      readonly exitCode: number;
    }
  | { readonly kind: "output"; readonly service: string; readonly text: string }
  /** Something could not be done; watching goes on. */
  | { readonly kind: "failed"; readonly services: readonly string[]; readonly diagnostics: readonly Diagnostic[] };

/** A project to watch. */
export interface Watched {
  readonly project: Project;
  readonly locate: Locate;
}

export interface WatchContext extends Watched {
  readonly engine: Engine;
  /** What the project was read from, and what would belong to it if it were there; absolute. */
  readonly files: readonly string[];
  /**
   * Called when one of these files has changed: reads the project anew and applies it. Gives what it was read from now; without a
   * project in it things go on with the one before.
   */
  readonly reload: (changed: string) => Promise<{ readonly files: readonly string[]; readonly watched?: Watched }>;
  /** Empty: every service that has rules. */
  readonly services: readonly string[];
  /** Remove images that a rebuild has replaced. */
  readonly prune: boolean;
  readonly tell: (event: WatchEvent) => void;
  readonly report: Report;
  /** Shows the progress of one piece of work. */
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Quick enough for people, longer than an editor or `git checkout` pauses between two files. In milliseconds. */
const pace = { quiet: 200, longest: 5_000 };

/**
 * Follows changes of files as `develop.watch` says, until the signal, also while the project is read anew because its own files have
 * changed. What fails is told, and watching goes on.
 * @throws STACK_NOTHING_TO_WATCH, STACK_WATCH_NO_BUILD, STACK_WATCH_LIMIT
 */
export async function watchProjectFiles(context: WatchContext): Promise<void> {
  const { signal } = context;
  let own = context.files;
  let { targets, roots } = await readRules(context, own);
  const files = watchFiles(roots);
  const end = (): void => files.close();
  signal.addEventListener("abort", end);
  try {
    if (signal.aborted) return;
    await begin(context, targets, files, []);
    let current: WatchContext = context;
    for await (const changed of batches(files, pace)) {
      const file = own.find((path) => changed.has(path));
      if (file === undefined) {
        await attempt(current, decide(changed, targets));
        continue;
      }
      const { files: read, watched } = await context.reload(file);
      if (signal.aborted) return;
      own = read;
      current = { ...current, ...watched };
      const rules = await rulesIfAny(current, own);
      files.watch(rules?.roots ?? [...targets, ...own.map(asRoot)]);
      targets = rules?.targets ?? targets;
      // What else changed at the same time counts by the rules of now.
      if (watched) await begin(current, targets, files, changed);
      else await attempt(current, decide(changed, targets));
    }
  } finally {
    signal.removeEventListener("abort", end);
    files.close();
  }
}

interface Rules {
  readonly targets: readonly WatchTarget[];
  readonly roots: readonly WatchedRoot[];
}

async function readRules(context: WatchContext, own: readonly string[]): Promise<Rules> {
  const { project, services, locate, report } = context;
  const { targets, diagnostics } = watchTargets(project, services, await readContextRules(project), locate);
  refuse({ diagnostics }, report);
  return { targets, roots: [...targets.filter((target) => isThere(target, context)), ...own.map(asRoot)] };
}

/** A file of the project, which is watched through its directory. */
function asRoot(path: string): WatchedRoot {
  return { path, enters: () => false };
}

/** The rules of a project that was read anew; when they cannot be followed that is told, and those before stay. */
async function rulesIfAny(context: WatchContext, own: readonly string[]): Promise<Rules | undefined> {
  try {
    return await readRules(context, own);
  } catch (cause) {
    if (!isSlipwayError(cause)) throw cause;
    context.tell({ kind: "failed", services: [], diagnostics: diagnosticsOf(cause) });
    return undefined;
  }
}

async function begin(
  context: WatchContext,
  targets: readonly WatchTarget[],
  files: FileWatcher,
  changed: Iterable<string>,
): Promise<void> {
  context.tell({ kind: "watching", services: [...new Set(targets.map(({ service }) => service))] });
  await attempt(context, decide([...initial(targets, files), ...changed], targets));
}

async function attempt(context: WatchContext, works: ReturnType<typeof decide>): Promise<void> {
  const rebuilds = works.filter(({ rebuild }) => rebuild).map(({ service }) => service);
  const pieces = [
    ...(rebuilds.length > 0 ? [{ services: rebuilds, work: undefined }] : []),
    ...works.filter(({ rebuild }) => !rebuild).map((work) => ({ services: [work.service], work })),
  ];
  for (const { services, work } of pieces) {
    try {
      await carryOut(context, services, work);
    } catch (cause) {
      if (context.signal.aborted) return;
      if (!isSlipwayError(cause)) throw cause;
      context.tell({ kind: "failed", services, diagnostics: diagnosticsOf(cause) });
    }
  }
}

function diagnosticsOf(cause: SlipwayError): readonly Diagnostic[] {
  return cause.diagnostics.length > 0 ? cause.diagnostics : [cause.toDiagnostic()];
}

function* initial(targets: readonly WatchTarget[], files: FileWatcher): Generator<string, void> {
  for (const { path, initialSync } of targets) if (initialSync) yield* files.list(path);
}

function isThere({ path, service }: WatchTarget, { report }: WatchContext): boolean {
  if (existsSync(path)) return true;
  report({
    kind: "diagnostic",
    diagnostic: stackErrors.diagnostic("STACK_WATCH_PATH_MISSING", { service, path }, undefined, "warning"),
  });
  return existsSync(dirname(path));
}

async function readContextRules({ services }: Project): Promise<ReadonlyMap<string, IgnoreRules>> {
  const found = await Promise.all(
    Object.values(services).map(async ({ name, build, develop }) => {
      const context = build?.context;
      if (!develop?.watch?.length || context === undefined || !existsSync(context)) return [];
      const { dockerfile, dockerfile_inline: inline } = build ?? {};
      return [
        [
          name,
          await contextRules(context, {
            ...(dockerfile === undefined ? {} : { dockerfile }),
            ...(inline === undefined ? {} : { inline }),
          }),
        ] as const,
      ];
    }),
  );
  return new Map(found.flat());
}
