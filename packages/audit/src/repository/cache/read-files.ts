import { lstatSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { diskFiles } from "@slipway/core";
import { type Cache, digest } from "./cache.ts";

/** Larger files are data, not configuration. */
const largestText = 1024 * 1024;

/** The files of a folder: their texts, and words that change with what is in them. */
export interface ReadFiles {
  /** The text of a regular file; undefined for what is no text, cannot be had or lies outside: an audit goes on without it. */
  text(path: string): string | undefined;
  /** Known without reading for a file that was not touched since an earlier audit. */
  hash(path: string): string;
  /** Keeps the hashes of files for the next audit. */
  keep(): void;
}

/** How long after a change a file may be changed again without a sign of it, in milliseconds: as coarse as clocks of file systems are, and some more. */
const coarsest = 1500;

/** What is kept of a file: what the system says of it, and its hash. */
type Row = readonly [state: string, hash: string];

/** Reads files of a folder, each at most once. */
export function readFiles(root: string, cache?: Cache, clock: () => number = Date.now): ReadFiles {
  const before = rowsOf(cache?.read("files"));
  const now = new Map<string, Row>();
  const texts = new Map<string, string | undefined>();
  const hashes = new Map<string, string>();
  const real = diskFiles.realPath(root);
  let learned = false;

  const load = (path: string, stat: Stats | undefined): string => {
    const bytes = stat && bytesOf(join(root, path), stat, real);
    if (!texts.has(path)) texts.set(path, bytes && textOf(bytes));
    if (!cache) return "";
    const hash = bytes ? digest(bytes) : "none";
    // The clock of a file system is coarse: what was just written may be written again without looking any different.
    const changed = stat ? Math.max(stat.mtimeMs, stat.ctimeMs) : Number.POSITIVE_INFINITY;
    if (stat?.isFile() && clock() - changed > coarsest) {
      now.set(path, [stateOf(stat), hash]);
      learned = true;
    }
    return hash;
  };

  return {
    text(path) {
      if (!texts.has(path)) load(path, stateAt(join(root, path)));
      return texts.get(path);
    },
    hash(path) {
      const asked = hashes.get(path);
      if (asked !== undefined) return asked;
      const stat = stateAt(join(root, path));
      const kept = now.get(path) ?? before.get(path);
      if (stat?.isFile() && kept?.[0] === stateOf(stat)) {
        now.set(path, kept);
        hashes.set(path, kept[1]);
        return kept[1];
      }
      const hash = load(path, stat);
      hashes.set(path, hash);
      return hash;
    },
    keep() {
      if (learned || now.size !== before.size) cache?.write("files", [...now]);
      learned = false;
    },
  };
}

function rowsOf(value: unknown): ReadonlyMap<string, Row> {
  return new Map(Array.isArray(value) ? (value as readonly (readonly [string, Row])[]) : []);
}

function stateAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function stateOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

function bytesOf(path: string, stat: Stats, root: string): Uint8Array | undefined {
  try {
    if (stat.isSymbolicLink()) {
      if (!`${diskFiles.realPath(path)}/`.startsWith(`${root}/`)) return undefined;
      const text = diskFiles.read(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    }
    // A sign has at most three bytes for each unit of its length.
    return stat.isFile() && stat.size <= 3 * largestText ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return text.length > largestText || text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
