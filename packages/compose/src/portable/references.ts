import { type Entry, evaluate, type Node, type Origin, type ScalarNode } from "@slipway/core";
import { resolve } from "../path-names.ts";
import { isRemote } from "../remotes.ts";

/** A place where a file of this machine is named. */
export interface Reference {
  readonly kind: "env" | "extends";
  /** Absolute. */
  readonly path: string;
  readonly origin: Origin;
}

/** What a document names that lies beside it. Paths start from `directory`; variables in them are those of the load. */
export function referencesOf(
  root: Node,
  directory: string,
  environment: Readonly<Record<string, string>>,
): { readonly references: readonly Reference[]; readonly includes: readonly Origin[] } {
  const text = (node: ScalarNode): string =>
    evaluate(
      String(node.value),
      (name) => environment[name],
      () => undefined,
    );
  const reference = (kind: Reference["kind"], node: Node | undefined): readonly Reference[] => {
    if (node?.kind !== "scalar" || node.value === null) return [];
    const path = text(node);
    return path === "" || isRemote(path) ? [] : [{ kind, path: resolve(directory, path), origin: node.origin }];
  };
  const references = entriesOf(entryOf(root, "services")).flatMap(({ value: service }) => [
    ...itemsOf(entryOf(service, "env_file")).flatMap((item) =>
      reference("env", item.kind === "mapping" ? entryOf(item, "path") : item),
    ),
    ...reference("extends", entryOf(entryOf(service, "extends"), "file")),
  ]);
  const included = itemsOf(entryOf(root, "include")).flatMap((item) =>
    item.kind === "mapping" ? itemsOf(entryOf(item, "path")) : [item],
  );
  const local = included.filter((item) => item.kind === "scalar" && item.value !== null && !isRemote(text(item)));
  return { references, includes: local.map(({ origin }) => origin) };
}

/** The value under a key of a mapping. */
export function entryOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "mapping" ? node.entries.get(key)?.value : undefined;
}

/** The entries of a mapping. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === "mapping" ? [...node.entries.values()] : [];
}

/** The items of a list, or the one value instead of a list. */
function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === "sequence" ? node.items : [node];
}
