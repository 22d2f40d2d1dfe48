import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomHex } from "@slipway/core";

/** Where what an audit found out is kept, and by which program: what another one kept is not read. */
export interface CacheOptions {
  /** Absolute; made when something is first written. */
  readonly folder: string;
  /** Changes with every change of the program. */
  readonly version: string;
}

/**
 * What earlier audits of one repository found out. A cache is never in the way: what is missing, damaged or of another program
 * is as if it were not there, and what cannot be written is not kept. Several programs may use it at once; the last one wins.
 */
export interface Cache {
  /** A value as JSON has it; undefined when it is not there. */
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

/** Caches of repositories that nobody audited for so long are removed. */
const longest = 30 * 24 * 3600 * 1000;

/** The cache for the repository in a folder. */
export function openCache({ folder, version }: CacheOptions, root: string): Cache {
  const own = join(folder, digest(root).slice(0, 20));
  const head = digest(version);
  return {
    read(name) {
      try {
        const text = readFileSync(join(own, `${name}.json`), "utf8");
        const [line = "", body = ""] = cut(text);
        return line === `${head} ${digest(body)}` ? JSON.parse(body) : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      const body = JSON.stringify(value);
      const temporary = join(own, `.${name}.${randomHex(6)}.tmp`);
      try {
        if (mkdirSync(own, { recursive: true, mode: 0o700 }) !== undefined) removeOld(folder);
        writeFileSync(temporary, `${head} ${digest(body)}\n${body}`, { flag: "wx", mode: 0o600 });
        renameSync(temporary, join(own, `${name}.json`));
      } catch {
        // A full or read-only disk: the next audit works it out again.
        remove(temporary);
      }
    },
  };
}

/** A cache that lasts as long as the program. */
export function memoryCache(): Cache {
  const kept = new Map<string, unknown>();
  return { read: (name) => kept.get(name), write: (name, value) => kept.set(name, value) };
}

/** A word for a text or bytes, that no other text has. */
export function digest(content: string | Uint8Array): string {
  return hash("sha256", content, "base64url");
}

function cut(text: string): readonly [string, string] {
  const end = text.indexOf("\n");
  return end === -1 ? ["", ""] : [text.slice(0, end), text.slice(end + 1)];
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made.
  }
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > longest) rmSync(path, { recursive: true, force: true });
  }
}
