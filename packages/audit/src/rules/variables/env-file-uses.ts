import { nodeAt } from "@slipway/core";
import type { Place } from "../../finding.ts";
import type { ComposeFile } from "../../inventory/compose/compose-file.ts";
import { envFileItems } from "../../inventory/compose/env-file-items.ts";
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
    return envFileItems(value).flatMap(({ written, required, origin }) => {
      const path = joinPath(folderOf(from), written);
      if (path === undefined) return [];
      const built = value.kind === "mapping" && value.entries.has("build");
      return [{ service, written, path, at: relative(origin.source.position(origin.start)), required, built }];
    });
  });
}
