import type { Node, Path, Position } from "@slipway/core";
import { locateValue } from "@slipway/core";
import type { Project } from "./model/project.ts";
import { alignReplicas } from "./passes/align-replicas.ts";
import { asWritten } from "./passes/as-written.ts";
import { checkConsistency } from "./passes/check-consistency.ts";
import type { LoadContext } from "./passes/context.ts";
import { normalise } from "./passes/normalise.ts";
import { resolveEnvironment } from "./passes/resolve-environment.ts";
import { resolvePaths } from "./passes/resolve-paths.ts";
import { applyProfiles, selectServices } from "./passes/select.ts";
import { setDefaults } from "./passes/set-defaults.ts";
import { toCanonical } from "./passes/to-canonical.ts";
import { toProject } from "./passes/to-project.ts";
import { enforceUnique } from "./passes/unique.ts";

export interface Meaning {
  /** Absent when an error was found. */
  readonly project?: Project;
  readonly locate: (path: Path) => Position;
  /** The tree in long syntax, before and after defaults were set and paths made absolute. */
  readonly written: Node;
  readonly tree: Node;
}

/**
 * What a merged, cast and valid tree means, in the order of compose-go's loader: on the tree as long as places matter,
 * then on the project. What is wrong was taken out of the tree by the pass that found it, so that every pass runs and
 * tells of its own mistakes only. Env files are read last, so that only those of selected services must exist.
 */
export function readMeaning(root: Node, context: LoadContext): Meaning {
  const written = enforceUnique(toCanonical(root, context), context.history);
  const complete = setDefaults(written, context);
  const tree = context.resolvePaths ? resolvePaths(complete, context) : complete;
  const locate = (path: Path): Position => locateValue(tree, path);
  const plain = toProject(tree, context);
  const selected = context.interpolate
    ? checked(applyProfiles(context.normalise ? normalise(plain) : plain, context), context, locate)
    : asWritten(plain, tree, context);
  return { ...(context.diagnostics.hasErrors ? {} : { project: selected }), locate, written, tree };
}

/** The selected services, held against the rest of the project; not for names and files that may still hold `${…}`. */
function checked(project: Project, context: LoadContext, locate: Meaning["locate"]): Project {
  if (!context.checkConsistency) return resolveEnvironment(selectServices(project, context), { ...context, locate });
  checkConsistency({ project, diagnostics: context.diagnostics, doubts: context.doubts, locate });
  return resolveEnvironment(selectServices(alignReplicas(project), context), { ...context, locate });
}
