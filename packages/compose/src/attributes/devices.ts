import { nodeOf } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";

/** One entry of `devices`: `SOURCE[:TARGET[:PERMISSIONS]]` becomes a mapping. Source: Compose Specification, "devices". */
export const toDevice: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const [source = "", target = source, permissions = "rwm", ...rest] = node.value.split(":");
  if (source === "" || target === "" || rest.length > 0) {
    return bad(
      scope,
      node,
      "COMPOSE_BAD_DEVICE",
      `is no device: ${JSON.stringify(node.value)}`,
      "write HOST[:CONTAINER[:rwm]], such as /dev/ttyUSB0:/dev/ttyUSB0",
    );
  }
  return nodeOf({ source, target, permissions }, node);
};
