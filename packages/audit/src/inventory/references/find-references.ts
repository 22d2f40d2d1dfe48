import { digest } from "../../repository/cache/cache.ts";
import type { Inventory } from "../inventory.ts";
import { folderOf, joinPath, nameOf as lastPart } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import { pathWords } from "./path-words.ts";
import type { Reference } from "./reference.ts";

/**
 * For every file of the repository, the places that name it. A word with folders in it must end the path of the file, a bare name
 * means the file beside it or else every file of that name: who is named at all is not called unreached.
 */
export function findReferences({
  paths,
  learn,
}: Pick<Inventory, "paths" | "learn">): ReadonlyMap<string, readonly Reference[]> {
  const byName = Map.groupBy(paths, lastPart);
  const plain = new Set([...byName.keys()].filter((name) => !name.includes(".")).map((name) => name.length));
  // Most words are no path: those without a dot are only looked up when a file has a name of that length.
  const isName = (name: string, dotted: boolean): boolean => (dotted || plain.has(name.length)) && byName.has(name);
  const question = `words that name one of ${digest([...byName.keys()].join("\n"))}`;
  const found = new Map<string, Reference[]>();
  for (const from of paths) {
    if (/(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|CHANGELOG[^/]*)$/.test(from)) continue;
    const fromDocument = /\.(?:md|mdx|rst|adoc|txt)$/i.test(from);
    for (const { written, line, column } of learn(question, from, (text) => placed(from, text, isName))) {
      for (const path of meant(written, from, byName.get(lastPart(written)) ?? [])) {
        if (path === from) continue;
        const list = found.get(path) ?? [];
        if (list.length < 50) list.push({ at: { file: from, line, column }, text: written, fromDocument });
        found.set(path, list);
      }
    }
  }
  return found;
}

function placed(path: string, text: string, isName: Parameters<typeof pathWords>[1]) {
  const place = placesIn(path, text);
  return pathWords(text, isName).map(({ written, start }) => {
    const { line, column } = place(start);
    return { written, line, column };
  });
}

function meant(written: string, from: string, candidates: readonly string[]): readonly string[] {
  const beside = written.startsWith("/") ? undefined : joinPath(folderOf(from), written);
  if (beside !== undefined && candidates.includes(beside)) return [beside];
  const tail = written.replace(/^(?:\.{0,2}\/)+|^(?:\$\{?\w+\}?|~)\//, "");
  return candidates.filter((path) => path === tail || path.endsWith(`/${tail}`));
}
