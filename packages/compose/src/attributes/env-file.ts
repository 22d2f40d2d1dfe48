import { nodeOf, sequence } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";

/** `env_file`: a path, or a list of paths and mappings, becomes a list of mappings. Source: Compose Specification, "env_file". */
export const toEnvFiles: Canonical = (node) => {
  if (node.kind === "mapping") return node;
  const items = node.kind === "sequence" ? node.items : [node];
  return sequence(
    items.map((item) => (item.kind === "scalar" ? nodeOf({ path: item.value, required: true }, item) : item)),
    node,
  );
};
