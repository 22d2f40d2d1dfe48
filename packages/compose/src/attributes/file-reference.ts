import { nodeOf } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";

/** One entry of `configs` or `secrets` of a service: a name becomes `{source: name}`. */
export const toFileReference: Canonical = (node) =>
  node.kind === "scalar" && typeof node.value === "string" ? nodeOf({ source: node.value }, node) : node;
