import { entry, mapping, nodeOf, scalar, sequence } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `build`: a context becomes `{context: …}`. Source: Compose Build Specification. */
export const toBuild: Canonical = (node) =>
  node.kind === "scalar" && typeof node.value === "string" ? nodeOf({ context: node.value }, node) : node;

/** `build.ssh`: a mapping of id to path becomes a list of `default` and `id=path`. Only `default` needs no path. */
export const toSsh: Canonical = (node, scope) => {
  if (node.kind === "scalar") return node;
  if (node.kind === "sequence")
    return sequence(
      node.items.map((item, index) =>
        textOf(item) === "default" || textOf(item).includes("=")
          ? item
          : bad(
              { ...scope, path: [...scope.path, index] },
              item,
              "COMPOSE_NOT_ALLOWED",
              `names no key: ${JSON.stringify(textOf(item))}`,
              "write `default`, or the key with its path: `id=path`",
            ),
      ),
      node,
    );
  return sequence(
    [...node.entries.values()].map(({ key, value }) =>
      scalar(textOf(value) === "" ? key : `${key}=${textOf(value)}`, value),
    ),
    node,
  );
};

/** `build.additional_contexts`: a list of `name=context` becomes a mapping. */
export const toContexts: Canonical = (node, scope) =>
  node.kind === "sequence"
    ? mapping(
        node.items.map((item, index) => {
          if (!textOf(item).includes("="))
            bad(
              { ...scope, path: [...scope.path, index] },
              item,
              "COMPOSE_NOT_ALLOWED",
              "names no context",
              "write `name=context`",
            );
          const [name = "", ...rest] = textOf(item).split("=");
          return entry(name, scalar(rest.join("="), item), item.origin);
        }),
        node,
      )
    : node;
