import type { Position } from "@slipway/core";
import type { Project } from "./model/project.ts";
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
import { locateValue } from "./yaml/locate.ts";
import type { Node, Path } from "./yaml/node.ts";

export interface Meaning {
  /** Absent when an error was found. */
  readonly project?: Project;
  readonly locate: (path: Path) => Position;
}

/**
 * What a merged, cast and valid tree means, in the order of compose-go's loader: on the tree as long as places matter,
 * then on the project. Env files are read last, so that only those of selected services must exist.
 */
export function readMeaning(root: Node, context: LoadContext): Meaning {
  const tree = resolvePaths(setDefaults(enforceUnique(toCanonical(root, context)), context), context);
  const locate = (path: Path): Position => locateValue(tree, path);
  if (context.diagnostics.hasErrors) return { locate };
  const project = applyProfiles(normalise(toProject(tree, context)), context);
  // Names that still hold `${…}` cannot be looked up, nor can files.
  if (!context.interpolate) return { project: selectServices(project, context), locate };
  checkConsistency({ project, diagnostics: context.diagnostics, locate });
  const selected = resolveEnvironment(selectServices(project, context), { ...context, locate });
  return context.diagnostics.hasErrors ? { locate } : { project: selected, locate };
}
