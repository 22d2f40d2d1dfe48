import { nodeOf, scalar, withEntries } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `gpus: all` becomes one request for all of them. Source: Compose Specification, "gpus". */
export const toGpus: Canonical = (node) =>
  node.kind === "scalar" && node.value === "all" ? nodeOf([{ count: -1 }], node) : node;

/** One request: `count: all`, or neither a count nor ids, asks for all, which is −1. */
export const toDeviceRequest: Canonical = (node, scope) => {
  if (node.kind !== "mapping") return node;
  const count = node.entries.get("count")?.value;
  if (!count)
    return node.entries.has("device_ids") ? node : withEntries(node, { count: scalar(-1, nodeOf(null, node)) });
  if (node.entries.has("device_ids")) {
    const path = [...scope.path, "count"];
    return bad({ ...scope, path }, count, "COMPOSE_CONFLICT", "excludes device_ids", "keep one of the two");
  }
  const value = textOf(count) === "all" ? -1 : Number(textOf(count));
  if (Number.isInteger(value)) return withEntries(node, { count: scalar(value, count) });
  const path = [...scope.path, "count"];
  bad(
    { ...scope, path },
    count,
    "COMPOSE_BAD_NUMBER",
    `is no number: ${JSON.stringify(textOf(count))}`,
    "write a number, or all",
  );
  return node;
};
