import { entryText, type Node, nodeAt } from "@slipway/core";
import type { ComposeFile } from "../inventory/compose/compose-file.ts";
import { purposeOf } from "../inventory/compose/purpose.ts";
import type { Purpose } from "../inventory/compose/stack.ts";
import type { Inventory } from "../inventory/inventory.ts";

/** A Compose file, what it holds, and whether anybody uses it. */
export interface ComposeRow {
  readonly file: string;
  readonly services: readonly string[];
  /** As written: `127.0.0.1:8080:80`. */
  readonly ports: readonly string[];
  readonly purpose: Purpose;
  /** Legacy: nothing in the repository names it, and no program finds it by itself. */
  readonly state: "active" | "environment-specific" | "legacy";
}

/** The matrix of Compose files, in the order of their paths. */
export function composeMatrix(inventory: Inventory): readonly ComposeRow[] {
  return inventory.composeFiles.map((file) => {
    const services = file.root && nodeAt(file.root, ["services"]);
    const entries = services?.kind === "mapping" ? [...services.entries] : [];
    const purpose = purposeOf([file.path]);
    const state = !isReached(file, inventory) ? "legacy" : purpose === "default" ? "active" : "environment-specific";
    return {
      file: file.path,
      services: entries.map(([name]) => name),
      ports: entries.flatMap(([, { value }]) => portsOf(nodeAt(value, ["ports"]))),
      purpose,
      state,
    };
  });
}

/** True for a Compose file that docker compose finds by itself, or that another file names. */
export function isReached({ path }: ComposeFile, { composeFiles, stacks, referencesTo }: Inventory): boolean {
  if (stacks.some(({ files, because }) => files.includes(path) && because !== "name" && because !== "alone"))
    return true;
  return composeFiles.some(({ uses }) => uses.includes(path)) || referencesTo(path).length > 0;
}

function portsOf(node: Node | undefined): readonly string[] {
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item) => {
    if (item.kind === "scalar") return String(item.value);
    const published = entryText(item, "published");
    const target = entryText(item, "target");
    const host = entryText(item, "host_ip");
    return target === undefined ? [] : [host, published, target].filter((part) => part !== undefined).join(":");
  });
}
