import { entry, mapping, nodeOf, scalar, sequence } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `build`: a context becomes `{context: …}`. Source: Compose Build Specification. */
export const toBuild: Canonical = (node) =>
  node.kind === "scalar" && typeof node.value === "string" ? nodeOf({ context: node.value }, node) : node;

/** `build.ssh`: one text or a mapping of id to path becomes a list of `id` and `id=path`. */
export const toSsh: Canonical = (node) => {
  if (node.kind === "scalar") return sequence([node], node);
  if (node.kind === "sequence") return node;
  return sequence(
    [...node.entries.values()].map(({ key, value }) =>
      scalar(textOf(value) === "" ? key : `${key}=${textOf(value)}`, value),
    ),
    node,
  );
};

/** `build.additional_contexts`: a list of `name=context` becomes a mapping. */
export const toContexts: Canonical = (node) =>
  node.kind === "sequence"
    ? mapping(
        node.items.map((item) => {
          const [name = "", ...rest] = textOf(item).split("=");
          return entry(name, scalar(rest.join("="), item), item.origin);
        }),
        node,
      )
    : node;
