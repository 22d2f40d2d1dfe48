import { parseBytes } from "@slipway/core";
import { scalar } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** A size becomes its bytes as decimal text: `64m` → `"67108864"`. Source: Compose Specification, "Specifying byte values". */
export const toBytes: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || node.value === null) return node;
  const text = textOf(node);
  const bytes = /^-\d+$/.test(text) ? Number(text) : parseBytes(text);
  if (bytes !== undefined) return scalar(String(bytes), node);
  return bad(
    scope,
    node,
    "COMPOSE_BAD_SIZE",
    `is no size: ${JSON.stringify(text)}`,
    "write a number of bytes, or one with k, m or g, such as 512m",
  );
};
