import type { Port } from "@slipway/compose";
import { type Node, nodeAt } from "@slipway/core";
import type { Fix } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";

/** True for a port that is open to other machines. */
export function isOpen({ host_ip, mode }: Port): boolean {
  return mode !== "none" && (host_ip === undefined || !/^(?:127\.|::1$|\[::1\]$|localhost$)/.test(host_ip));
}

/** The node of an item of a list when one file alone gives the list, so that its index is that of the merged project. */
export function nodeOfItem(
  { composeFiles }: Inventory,
  files: readonly string[],
  path: readonly (string | number)[],
): Node | undefined {
  const roots = files.flatMap((file) => composeFiles.find((one) => one.path === file)?.root ?? []);
  const nodes = roots.filter((root) => nodeAt(root, path.slice(0, -1)) !== undefined);
  const [only, ...more] = nodes;
  return only && more.length === 0 ? nodeAt(only, path) : undefined;
}

/** Puts 127.0.0.1 before a port in the short form. */
export function toLoopback(inventory: Inventory, files: readonly string[], path: readonly (string | number)[]): Fix {
  const text = "Publish it on 127.0.0.1";
  const node = nodeOfItem(inventory, files, path);
  const written = node?.kind === "scalar" ? String(node.value) : "";
  if (!node || !/^(?:\d+|\$\{[^}]*\}):(?:\d+|\$\{[^}]*\})(?:\/\w+)?$/.test(written))
    return { text, safe: false, edits: [] };
  const { source, start, end } = node.origin;
  const at = start + (/^["']/.exec(source.text.slice(start, end))?.[0].length ?? 0);
  return { text, safe: true, edits: [{ file: source.file, start: at, end: at, text: "127.0.0.1:" }] };
}
