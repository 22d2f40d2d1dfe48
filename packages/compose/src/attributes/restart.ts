import { didYouMean } from "@slipway/core";
import { bad, type Canonical } from "./scope.ts";

const policies = ["no", "always", "on-failure", "unless-stopped"];

/** Checks the restart policy of a service. Source: Compose Specification, "restart". */
export const toRestart: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  if (/^(|no|always|unless-stopped|on-failure(:\d+)?)$/.test(node.value)) return node;
  const hint = didYouMean(node.value, policies) ?? `write ${policies.join(", ")} or on-failure:3`;
  return bad(scope, node, "COMPOSE_NOT_ALLOWED", `is no restart policy: ${JSON.stringify(node.value)}`, hint);
};
