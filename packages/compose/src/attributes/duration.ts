import { formatDuration, parseDuration } from "@slipway/core";
import { scalar } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";

/** A span of time as Go prints it: `90s` → `1m30s`. Source: Compose Specification, "Specifying durations". */
export const toDuration: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const nanoseconds = parseDuration(node.value);
  if (nanoseconds !== undefined) return scalar(formatDuration(nanoseconds), node);
  const hint = /^\d+$/.test(node.value)
    ? `it needs a unit: write ${node.value}s for seconds`
    : "write numbers with units, such as 1m30s; the units are us, ms, s, m, h";
  return bad(scope, node, "COMPOSE_BAD_DURATION", `is no duration: ${JSON.stringify(node.value)}`, hint);
};
