import { type Node, type Position, positionOf } from "@slipway/core";
import { entriesOf, entryOf } from "./references.ts";

/** A variable of a service whose value stands in a file, and not in the environment of who loads it. */
export interface Literal {
  readonly service: string;
  readonly key: string;
  readonly value: string;
  readonly at: Position;
}

/** The variables of a document's services that have a value there. `${…}` says nothing of the value, and so it is none. */
export function literalsOf(root: Node): readonly Literal[] {
  return entriesOf(entryOf(root, "services")).flatMap(({ key: service, value }) =>
    pairsOf(entryOf(value, "environment")).flatMap(({ key, value: text, at }) =>
      text === "" || text.replaceAll("$$", "").includes("$") ? [] : [{ service, key, value: text, at }],
    ),
  );
}

function pairsOf(
  node: Node | undefined,
): readonly { readonly key: string; readonly value: string; readonly at: Position }[] {
  if (node?.kind === "mapping") {
    return entriesOf(node).flatMap(({ key, value }) =>
      value.kind === "scalar" && value.value !== null
        ? [{ key, value: String(value.value), at: positionOf(value.origin) }]
        : [],
    );
  }
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item) => {
    const [key = "", ...rest] = item.kind === "scalar" ? String(item.value).split("=") : [];
    return rest.length === 0 ? [] : [{ key, value: rest.join("="), at: positionOf(item.origin) }];
  });
}
