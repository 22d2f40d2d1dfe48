import { existsSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type IgnoreRules, parseDockerignore } from "@slipway/core";
import type { BuildOptions } from "./engine.ts";
import { engineErrors } from "./errors.ts";
import type { TarEntry } from "./tar/entry.ts";
import { packEntries } from "./tar/pack.ts";
import { walkDirectory } from "./tar/walk.ts";

export interface ContextOptions {
  /** Path of the Dockerfile, relative to the context or absolute; `Dockerfile` when absent. It may lie outside. */
  readonly dockerfile?: string;
  /** The Dockerfile itself, instead of a path. */
  readonly inline?: string;
}

/**
 * A directory as the context of a build, for {@link BuildOptions}: without what `<Dockerfile>.dockerignore` or else `.dockerignore`
 * names, with the Dockerfile in any case. Owners are root and times are kept, so the builder's cache hits when nothing changed.
 * Source: Dockerfile reference, ".dockerignore file"; docker/cli `cli/command/image/build/context.go`.
 *
 * @throws ENGINE_BUILD_CONTEXT, ENGINE_BUILD_NO_DOCKERFILE (the former also while the stream is read)
 */
export async function packContext(
  directory: string,
  options: ContextOptions = {},
): Promise<Pick<BuildOptions, "context"> & { readonly dockerfile: string }> {
  const root = resolve(directory);
  const stat = await lstat(root).catch(() => undefined);
  if (!stat) throw engineErrors.error("ENGINE_BUILD_CONTEXT", { path: root, why: "it does not exist" });
  const file = resolve(root, options.dockerfile ?? "Dockerfile");
  if (options.inline === undefined && !existsSync(file)) {
    throw engineErrors.error("ENGINE_BUILD_NO_DOCKERFILE", { path: file });
  }
  const ignoreText = await readIgnoreFile(root, options.inline === undefined ? file : undefined);
  const rules = parseDockerignore(ignoreText ?? "");
  const inside = relative(root, file);
  if (options.inline === undefined && !inside.startsWith("..") && !isAbsolute(inside)) {
    const dockerfile = inside.split(sep).join("/");
    return { context: packEntries(walkDirectory(root, keeping(rules, dockerfile))), dockerfile };
  }
  const content = options.inline === undefined ? await readFile(file) : Buffer.from(options.inline);
  const dockerfile = await nameOf(content);
  // The builder drops from the context what .dockerignore says of these two: the added file must not reach `COPY . .`.
  const ignore = Buffer.from(`${ignoreText ?? ".dockerignore"}\n${dockerfile}\n`);
  const added = [textEntry(dockerfile, content), textEntry(".dockerignore", ignore)];
  return { context: packEntries(addTo(walkDirectory(root, rules), added)), dockerfile };
}

/**
 * What of a directory stays behind when it is the context of a build; the Dockerfile itself does not. See {@link packContext}.
 * @throws an error of the file system when the file cannot be read
 */
export async function contextRules(directory: string, options: ContextOptions = {}): Promise<IgnoreRules> {
  const root = resolve(directory);
  const file = options.inline === undefined ? resolve(root, options.dockerfile ?? "Dockerfile") : undefined;
  const rules = parseDockerignore((await readIgnoreFile(root, file)) ?? "");
  return file === undefined ? rules : keeping(rules, relative(root, file).split(sep).join("/"));
}

async function readIgnoreFile(root: string, dockerfile: string | undefined): Promise<string | undefined> {
  const candidates = [...(dockerfile ? [`${dockerfile}.dockerignore`] : []), join(root, ".dockerignore")];
  const file = candidates.find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : await readFile(file, "utf8");
}

/** The rules, but for the two files that the builder itself reads. */
function keeping(rules: IgnoreRules, dockerfile: string): IgnoreRules {
  const kept = new Set([dockerfile, ".dockerignore"]);
  return {
    ignores: (path) => !kept.has(path) && rules.ignores(path),
    prunes: (path) => !dockerfile.startsWith(`${path}/`) && rules.prunes(path),
  };
}

async function* addTo(entries: AsyncIterable<TarEntry>, added: readonly TarEntry[]): AsyncGenerator<TarEntry, void> {
  const paths = new Set(added.map((entry) => entry.path));
  for await (const entry of entries) if (!paths.has(entry.path)) yield entry;
  yield* added;
}

function textEntry(path: string, content: Uint8Array): TarEntry {
  return { path, kind: "file", mode: 0o600, mtime: 0, size: content.byteLength, content: [content] };
}

/** A name that its content gives, so that the same build finds its cache. */
async function nameOf(content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(content));
  return `.dockerfile.${Buffer.from(digest).toString("hex").slice(0, 20)}`;
}
