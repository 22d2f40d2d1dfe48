import { formatDuration, parseDuration } from "@slipway/core";
import { scalar } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** A span of time as Go prints it: `90s` → `1m30s`. Source: Compose Specification, "Specifying durations". */
export const toDuration: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || node.value === null) return node;
  const text = textOf(node);
  const nanoseconds = parseDuration(text);
  if (nanoseconds !== undefined) return scalar(formatDuration(nanoseconds), node);
  const hint = /^\d+$/.test(text)
    ? `it needs a unit: write ${text}s for seconds`
    : "write numbers with units, such as 1m30s; the units are us, ms, s, m, h";
  return bad(scope, node, "COMPOSE_BAD_DURATION", `is no duration: ${JSON.stringify(text)}`, hint);
};
