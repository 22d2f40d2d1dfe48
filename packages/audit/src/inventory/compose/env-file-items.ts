import { type Node, nodeAt, type ScalarNode } from "@slipway/core";

/** One item of a service's `env_file`, whose path holds no variable. */
export interface EnvFileItem {
  readonly written: string;
  readonly required: boolean;
  readonly origin: ScalarNode["origin"];
}

/** The items of `env_file` in its short and its long form. Source: Compose Specification, "env_file". */
export function envFileItems(service: Node | undefined): readonly EnvFileItem[] {
  const node = service && nodeAt(service, ["env_file"]);
  const items: readonly Node[] = node === undefined ? [] : node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    const path = item.kind === "mapping" ? nodeAt(item, ["path"]) : item;
    const required = item.kind === "mapping" ? nodeAt(item, ["required"]) : undefined;
    if (path?.kind !== "scalar" || typeof path.value !== "string" || path.value.includes("$")) return [];
    const optional = required?.kind === "scalar" && required.value === false;
    return [{ written: path.value, required: !optional, origin: path.origin }];
  });
}
