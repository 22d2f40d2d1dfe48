import type { Files } from "@slipway/core";
import { armor, Decrypter } from "age-encryption";
import type { SourceFailure } from "../cascade/reading.ts";
import type { Variables } from "./environment.ts";
import { readPairs } from "./pairs.ts";
import type { Provider } from "./provider.ts";

export interface AgeOptions {
  /** Absolute path of the file, in age's text form (`age --armor`). */
  readonly path: string;
  /** The name that people see. */
  readonly name: string;
  /** Where SLIPWAY_AGE_IDENTITY, SLIPWAY_AGE_IDENTITY_FILE or SLIPWAY_AGE_PASSPHRASE is. */
  readonly env: Variables;
  readonly files: Pick<Files, "read">;
}

type Failure = Pick<SourceFailure, "reason" | "message" | "hint">;

/**
 * A file of `KEY=value` lines that is encrypted with age, so that it may lie in a repository. The lines are those of an env file,
 * but no variables are put in. The clear text is never written anywhere.
 * Source: the age file encryption format, version 1.
 */
export function ageProvider({ path, name, env, files }: AgeOptions): Provider {
  return {
    source: "encrypted",
    label: name,
    async read(wanted) {
      const opened = await open(path, env, files);
      if (typeof opened !== "string") {
        const keys = wanted.map(({ key }) => key);
        const at = { file: path, line: 1, column: 1 };
        const failed = keys.length === 0 ? [] : [{ keys, from: name, at, ...opened }];
        return { source: "encrypted", label: name, found: [], failed };
      }
      const nothing = (): undefined => undefined;
      const read = await readPairs({ path, text: opened, name, lookup: nothing, isTracked: async () => false }, wanted);
      return { source: "encrypted", label: name, failed: [], ...read };
    },
  };
}

/** The clear text, or why there is none. */
async function open(path: string, env: Variables, files: Pick<Files, "read">): Promise<string | Failure> {
  try {
    const text = files.read(path);
    if (text === undefined) return { reason: "unreadable", message: "is not there" };
    const decrypter = new Decrypter();
    const key = addKeys(decrypter, env, files);
    if (key !== undefined) return key;
    return await decrypter.decrypt(armor.decode(text), "text");
  } catch (cause) {
    return failureOf(cause);
  }
}

function addKeys(decrypter: Decrypter, env: Variables, files: Pick<Files, "read">): Failure | undefined {
  const { SLIPWAY_AGE_PASSPHRASE: passphrase, SLIPWAY_AGE_IDENTITY_FILE: file } = env;
  const text = env["SLIPWAY_AGE_IDENTITY"] || (file ? files.read(file) : undefined);
  if (file && text === undefined) return { reason: "denied", message: `cannot be opened: ${file} is not there` };
  const identities = (text ?? "").split(/\s*\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  for (const identity of identities) decrypter.addIdentity(identity.trim());
  if (passphrase) decrypter.addPassphrase(passphrase);
  if (identities.length > 0 || passphrase) return undefined;
  const hint = "set SLIPWAY_AGE_IDENTITY, SLIPWAY_AGE_IDENTITY_FILE or SLIPWAY_AGE_PASSPHRASE";
  return { reason: "denied", message: "cannot be opened: there is no key for it", hint };
}

/** The library's messages do not hold what it decrypts, but what it was given as a key: they are not passed on. */
function failureOf(cause: unknown): Failure {
  const text = cause instanceof Error ? cause.message : "";
  if (text.includes("no identity matched")) {
    return {
      reason: "denied",
      message: "cannot be opened with this key",
      hint: "ask for the file to be encrypted to your key too",
    };
  }
  if (text.includes("invalid identity") || text.includes("unrecognized identity")) {
    return {
      reason: "denied",
      message: "cannot be opened: what is given as its key is none",
      hint: "a key begins with AGE-SECRET-KEY-1",
    };
  }
  return { reason: "malformed", message: "is no whole age file", hint: "write it with `age --armor`" };
}
