import { type Node, nodeAt } from "@slipway/core";
import type { Place } from "../../finding.ts";
import type { ComposeFile } from "../../inventory/compose/compose-file.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, joinPath } from "../../inventory/paths.ts";

/** An `env_file` of a service. */
export interface EnvFileUse {
  readonly service: string;
  /** As written. */
  readonly written: string;
  /** Relative to the root. */
  readonly path: string;
  readonly at: Place;
  readonly required: boolean;
  /** True when the image of the service is built here. */
  readonly built: boolean;
}

/** Every `env_file` of every Compose file whose name holds no variable. */
export function envFilesOfServices({ composeFiles, relative }: Inventory): readonly EnvFileUse[] {
  return composeFiles.flatMap((file) => usesOf(file, relative));
}

function usesOf({ path: from, root }: ComposeFile, relative: Inventory["relative"]): readonly EnvFileUse[] {
  const services = root && nodeAt(root, ["services"]);
  if (services?.kind !== "mapping") return [];
  return [...services.entries].flatMap(([service, { value }]) => {
    const node = nodeAt(value, ["env_file"]);
    const items: readonly Node[] = node === undefined ? [] : node.kind === "sequence" ? node.items : [node];
    return items.flatMap((item) => {
      const scalar = item.kind === "mapping" ? nodeAt(item, ["path"]) : item;
      if (scalar?.kind !== "scalar" || typeof scalar.value !== "string" || scalar.value.includes("$")) return [];
      const path = joinPath(folderOf(from), scalar.value);
      if (path === undefined) return [];
      const optional = item.kind === "mapping" ? nodeAt(item, ["required"]) : undefined;
      const { source, start } = scalar.origin;
      return {
        service,
        written: scalar.value,
        path,
        at: relative(source.position(start)),
        required: !(optional?.kind === "scalar" && optional.value === false),
        built: value.kind === "mapping" && value.entries.has("build"),
      };
    });
  });
}
