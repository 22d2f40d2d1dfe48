import type { LoadContext } from "./passes/context.ts";
import { interpolate } from "./passes/interpolate.ts";
import { mergeNodes } from "./passes/merge.ts";
import { stripResets } from "./passes/reset.ts";
import { enforceUnique } from "./passes/unique.ts";
import { readDocuments } from "./read-documents.ts";
import type { Node } from "./yaml/node.ts";

/**
 * The files as one tree: each document interpolated, with its includes and extends, merged on top of what came before.
 * Undefined when no file could be read.
 */
export function readModel(paths: readonly string[], context: LoadContext): Node | undefined {
  let model: Node | undefined;
  for (const path of paths) {
    for (const document of readDocuments(path, context)) {
      const layer = interpolate(document, context);
      model = model ? mergeNodes(model, layer, context) : stripResets(layer);
    }
  }
  return model && enforceUnique(model);
}
