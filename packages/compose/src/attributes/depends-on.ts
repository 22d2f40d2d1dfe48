import { entry, mapping, nodeOf } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `depends_on`: a list of names becomes a mapping that waits for the start of each. Source: Compose Specification, "depends_on". */
export const toDependencies: Canonical = (node) =>
  node.kind === "sequence"
    ? mapping(
        node.items.map((item) =>
          entry(textOf(item), nodeOf({ condition: "service_started", required: true }, item), item.origin),
        ),
        node,
      )
    : node;
