import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hmacSha256, randomHex } from "./digest.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Tells whether a secret changed, without telling anything of the secret to who lacks the key. */
export type Fingerprint = (content: string | Uint8Array) => string;

/**
 * The fingerprint of secrets with the key of this user: SLIPWAY_SECRET_KEY, or 32 random bytes that are made once and kept in
 * `$XDG_STATE_HOME/slipway/fingerprint.key` (`~/.local/state` without it), readable by the user alone. Labels are read by many tools
 * and copied into metrics; a plain hash of a short password there could be guessed. Undefined when there is no place for a key.
 */
export function secretFingerprint(environment: Variables): Fingerprint | undefined {
  const key = readKey(environment);
  if (key === undefined) return undefined;
  let id: string | undefined;
  return (content) => {
    id ??= hmacSha256(key, "slipway: the id of this key").slice(0, 8);
    return `${id}.${hmacSha256(key, content).slice(0, 16)}`;
  };
}

function readKey(environment: Variables): string | undefined {
  const { SLIPWAY_SECRET_KEY: given, XDG_STATE_HOME: state, HOME: home } = environment;
  if (given) return given;
  const folder = state || (home ? `${home}/.local/state` : undefined);
  if (folder === undefined) return undefined;
  const path = `${folder}/slipway/fingerprint.key`;
  return readOrUndefined(path) ?? makeKey(`${folder}/slipway`, path);
}

function makeKey(folder: string, path: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Two programs that begin at the same time must agree: the first one makes it.
    writeFileSync(path, randomHex(32), {
      mode: 0o600,
      flag: "wx",
    });
  } catch (cause) {
    if (!["EEXIST", "EACCES", "EROFS", "EPERM", "ENOTDIR", "ENOENT"].includes(codeOf(cause))) throw cause;
  }
  return readOrUndefined(path);
}

function readOrUndefined(path: string): string | undefined {
  try {
    const key = readFileSync(path, "utf8").trim();
    return key === "" ? undefined : key;
  } catch (cause) {
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(codeOf(cause))) return undefined;
    throw cause;
  }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? "";
}
