import type { Node } from "@slipway/core";
import { relative } from "../path-names.ts";
import { cast } from "./cast.ts";
import type { LoadContext } from "./context.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { toCanonical } from "./to-canonical.ts";
import { enforceUnique } from "./unique.ts";
import { validateSchema } from "./validate-schema.ts";

/**
 * A tree from another directory, made fit to be merged into this project: checked, in long syntax, and with its
 * relative paths made absolute from `context.workingDir`; where paths stay, relative to the project directory. What is wrong in it is taken out.
 */
export function settle(root: Node, context: LoadContext): Node {
  const checked = validateSchema(cast(enforceUnique(root), context), context);
  const { files, resolvePaths: absolute, rootDir, workingDir } = context;
  return resolvePaths(toCanonical(checked, context), {
    files,
    workingDir: absolute ? workingDir : relative(rootDir, workingDir) || ".",
  });
}
