import type { Node } from "@slipway/core";
import type { LoadContext } from "./passes/context.ts";
import { extend } from "./passes/extend.ts";
import { include } from "./passes/include.ts";
import { interpolate } from "./passes/interpolate.ts";
import { mergeNodes } from "./passes/merge.ts";
import { stripResets } from "./passes/reset.ts";
import { enforceUnique } from "./passes/unique.ts";
import { readDocuments } from "./read-documents.ts";

/**
 * The files as one tree: each document interpolated, with its includes and extends, merged on top of what came before.
 * Undefined when no file could be read.
 */
export function readModel(paths: readonly string[], context: LoadContext): Node | undefined {
  let model: Node | undefined;
  for (const path of paths) {
    const documents = readDocuments(path, context, context.namedAt);
    if (documents.length === 0) context.doubts.add([]);
    const inside: LoadContext = { ...context, including: [...context.including, path] };
    for (const document of documents) {
      const interpolated = interpolate(document, context);
      const layer = extend(include(interpolated, inside, readModel), path, context);
      model = model ? mergeNodes(model, layer, context) : stripResets(layer);
    }
  }
  return model && enforceUnique(model, context.history);
}
