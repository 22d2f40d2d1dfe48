import type { Place } from "../finding.ts";
import { folderOf, nameOf } from "./paths.ts";
import { placesIn } from "./text-place.ts";

/** A file that names commands: `package.json` with its scripts, a Makefile with its targets. */
export interface Manifest {
  readonly path: string;
  readonly kind: "npm" | "make";
  /** Relative to the root. */
  readonly folder: string;
  readonly targets: ReadonlyMap<string, ManifestTarget>;
  /** False when more targets may exist than are listed: an included Makefile, a pattern rule. */
  readonly complete: boolean;
  /** Names of packages that it depends on, for whatever purpose. */
  readonly dependencies: readonly string[];
  /** Those of them that only development needs. */
  readonly devDependencies: readonly string[];
}

export interface ManifestTarget {
  readonly command: string;
  readonly at: Place;
  /** Where an offset of the command stands, when it has lines of its own. */
  place?(offset: number): Place;
}

export function isManifestName(path: string): boolean {
  return /^(?:package\.json|Makefile|makefile|GNUmakefile)$/.test(nameOf(path));
}

/** Reads a manifest; undefined when it is none after all. */
export function readManifest(path: string, text: string): Manifest | undefined {
  return nameOf(path) === "package.json" ? readPackage(path, text) : readMakefile(path, text);
}

function readPackage(path: string, text: string): Manifest | undefined {
  const json = parseObject(text);
  if (json === undefined) return undefined;
  const place = placesIn(path, text);
  const targets = new Map<string, ManifestTarget>();
  const from = Math.max(0, text.search(/"scripts"\s*:/));
  for (const [name, command] of Object.entries(objectOf(json.scripts))) {
    const at = text.indexOf(JSON.stringify(name), from);
    if (typeof command === "string") targets.set(name, { command, at: place(Math.max(0, at)) });
  }
  const dependencies = [json.dependencies, json.devDependencies, json.optionalDependencies, json.peerDependencies];
  return {
    path,
    kind: "npm",
    folder: folderOf(path),
    targets,
    complete: true,
    dependencies: dependencies.flatMap((table) => Object.keys(objectOf(table))),
    devDependencies: Object.keys(objectOf(json.devDependencies)),
  };
}

function readMakefile(path: string, text: string): Manifest {
  const place = placesIn(path, text);
  const targets = new Map<string, ManifestTarget>();
  for (const match of text.matchAll(
    /^([A-Za-z0-9_.][\w./ -]*?)\s*::?(?!=)[^\n]*((?:\n(?:\t[^\n]*|[ \t]*(?=\n)))*)/gm,
  )) {
    const lines = match[2] ?? "";
    const command = lines.replace(/^\t[@+-]*/gm, (start) => " ".repeat(start.length));
    const from = match.index + match[0].length - lines.length;
    for (const name of (match[1] ?? "").split(/\s+/)) {
      if (!targets.get(name)?.command)
        targets.set(name, { command, at: place(match.index), place: (offset) => place(from + offset) });
    }
  }
  const complete = !/^\s*-?s?include\s|%\s*:|^\$\(|\$\(eval/m.test(text);
  return { path, kind: "make", folder: folderOf(path), targets, complete, dependencies: [], devDependencies: [] };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
