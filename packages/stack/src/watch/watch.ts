import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "@slipway/compose";
import { type Diagnostic, isSlipwayError } from "@slipway/core";
import { contextRules, type Engine, type IgnoreRules } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";
import type { Report } from "../report.ts";
import { refuse } from "../up.ts";
import { batches } from "./batches.ts";
import { carryOut, type Progress } from "./carry-out.ts";
import { decide } from "./decide.ts";
import { type FileWatcher, watchFiles } from "./file-watcher.ts";
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

export interface WatchContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly locate: Locate;
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
 * Follows changes of files as `develop.watch` says, until the signal: then it returns "ended". When a Compose file or an env file
 * changes it returns that, for the caller to load the project anew. What fails is told, and watching goes on.
 * @throws STACK_NOTHING_TO_WATCH, STACK_WATCH_NO_BUILD, STACK_WATCH_LIMIT
 */
export async function watchProjectFiles(context: WatchContext): Promise<"ended" | { readonly changed: string }> {
  const { project, services, locate, tell, signal } = context;
  const contexts = await readContextRules(project);
  const { targets, diagnostics } = watchTargets(project, services, contexts, locate);
  refuse({ projectName: project.name, operations: [], changes: [], unchanged: [], diagnostics }, context.report);
  const own = filesOf(project);
  const files = watchFiles([
    ...targets.filter((target) => isThere(target, context)),
    ...own.map((path) => ({ path, enters: () => false })),
  ]);
  const end = (): void => files.close();
  signal.addEventListener("abort", end);
  try {
    if (signal.aborted) return "ended";
    tell({ kind: "watching", services: [...new Set(targets.map(({ service }) => service))] });
    await attempt(context, decide(initial(targets, files), targets));
    for await (const changed of batches(files, pace)) {
      const file = own.find((path) => changed.has(path));
      if (file !== undefined) return { changed: file };
      await attempt(context, decide(changed, targets));
    }
    return "ended";
  } finally {
    signal.removeEventListener("abort", end);
    files.close();
  }
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
      const all = cause.diagnostics.length > 0 ? cause.diagnostics : [cause.toDiagnostic()];
      context.tell({ kind: "failed", services, diagnostics: all });
    }
  }
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

/** What the project was read from. */
function filesOf({ composeFiles, envFiles, workingDir }: Project): string[] {
  const env = envFiles.length > 0 ? envFiles : [join(workingDir, ".env")];
  return [...composeFiles, ...env].filter((path) => path.startsWith("/"));
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
