import { pathText, positionOf } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { entry, nodeOf } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";

/** A top-level element whose `external` is the old `{name: …}` gets `external: true` and the name beside it. */
export const toExternal: Canonical = (node, scope) => {
  if (node.kind !== "mapping") return node;
  const external = node.entries.get("external")?.value;
  if (external?.kind !== "mapping") return node;
  const name = external.entries.get("name");
  const hint = "write `external: true` and `name: …` beside it";
  const params = { path: pathText([...scope.path, "external"]), problem: "is written in an old form", hint };
  scope.diagnostics.add(
    composeErrors.diagnostic("COMPOSE_OLD_SPELLING", params, positionOf(external.origin), "warning"),
  );
  const entries = new Map(node.entries);
  entries.set("external", entry("external", nodeOf(true, external)));
  if (name && !entries.has("name")) entries.set("name", name);
  return { ...node, entries };
};
