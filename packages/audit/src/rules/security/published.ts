import type { Port } from "@slipway/compose";
import { type Node, nodeAt } from "@slipway/core";
import type { Inventory } from "../../inventory/inventory.ts";

/** True for a port that is open to other machines. */
export function isOpen({ host_ip, mode }: Port): boolean {
  return mode !== "none" && (host_ip === undefined || !/^(?:127\.|::1$|\[::1\]$|localhost$)/.test(host_ip));
}

/** The node of a port when one file alone gives the list, so that its index is that of the merged project. */
export function nodeOfPort(
  { composeFiles }: Inventory,
  files: readonly string[],
  path: readonly (string | number)[],
): Node | undefined {
  const roots = files.flatMap((file) => composeFiles.find((one) => one.path === file)?.root ?? []);
  const nodes = roots.filter((root) => nodeAt(root, path.slice(0, -1)) !== undefined);
  const [only, ...more] = nodes;
  return only && more.length === 0 ? nodeAt(only, path) : undefined;
}
