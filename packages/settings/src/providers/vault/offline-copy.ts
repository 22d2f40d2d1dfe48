import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Diagnostic, type Files, formatDuration, Secret } from "@slipway/core";
import { awayReasons, type Candidate, type Reading, textOf } from "../../cascade/reading.ts";
import { settingsErrors } from "../../errors.ts";
import { writeAtomically } from "../../secrets-file/write-atomically.ts";
import type { Provider } from "../provider.ts";
import { isRecord } from "./client.ts";

export interface OfflineCopyOptions {
  /** The file; made when something was read. */
  readonly path: string;
  /** What the file is encrypted with; without it no copy is kept. */
  readonly passphrase: Secret | undefined;
  /** Older values are not used, in milliseconds. */
  readonly maxAge: number;
  /** Do not ask at all. */
  readonly offline?: boolean;
  readonly files: Pick<Files, "read">;
  readonly now?: () => number;
}

interface Kept {
  readonly value: string;
  readonly from: string;
  readonly path: string;
  readonly version?: number;
  /** When it was read, milliseconds since the epoch. */
  readonly at: number;
}
type Copy = ReadonlyMap<string, Kept>;

/**
 * A provider that keeps an encrypted copy of what it read, and answers from it while the server is away, with a warning that
 * tells the age. What the server refuses is taken out of the copy; credentials under a lease are never kept. AES-256-GCM with a
 * key that scrypt makes of the passphrase.
 */
export function withOfflineCopy(provider: Provider, options: OfflineCopyOptions): Provider {
  const { path, maxAge, offline = false, now = Date.now } = options;
  return {
    source: provider.source,
    label: provider.label,
    async read(wanted, signal) {
      const keys = wanted.filter(({ vault }) => vault !== undefined).map(({ key }) => key);
      const reading = offline ? notAsked(provider, keys) : await provider.read(wanted, signal);
      const copy = await readCopy(options, provider.label);
      if (typeof copy === "string") return { ...reading, diagnostics: [...(reading.diagnostics ?? []), warning(copy)] };
      const next = updated(copy, reading, now());
      if (next !== copy) await writeCopy(next, options, provider.label);
      return fromCopy(reading, copy, maxAge, now(), path);
    },
  };
}

function notAsked({ source, label }: Provider, keys: readonly string[]): Reading {
  const failure = { keys, reason: "unreachable", message: "is not asked: this is offline", from: label } as const;
  return { source, label, found: [], failed: keys.length === 0 ? [] : [failure] };
}

/** The reading with the values of the copy in the place of failures that pass. */
function fromCopy(reading: Reading, copy: Copy, maxAge: number, now: number, path: string): Reading {
  const found: Candidate[] = [...reading.found];
  const stale: { readonly key: string; readonly age: number }[] = [];
  const failed = reading.failed.flatMap((failure) => {
    if (!awayReasons.has(failure.reason)) return [failure];
    const left = failure.keys.filter((key) => {
      const kept = copy.get(key);
      if (!kept || now - kept.at > maxAge) return true;
      const place = { path: kept.path, ...(kept.version === undefined ? {} : { version: kept.version }) };
      found.push({ key, value: new Secret(kept.value), from: kept.from, vault: place, state: "stale" });
      stale.push({ key, age: now - kept.at });
      return false;
    });
    return left.length === 0 ? [] : [{ ...failure, keys: left }];
  });
  if (stale.length === 0) return reading;
  const age = formatDuration(Math.round(Math.max(...stale.map((one) => one.age)) / 1000) * 1e9);
  const reason = reading.failed[0]?.message ?? "cannot be asked";
  const params = { source: reading.label, reason, age, keys: stale.map(({ key }) => key) };
  const told = settingsErrors.diagnostic("SETTINGS_STALE", params, { file: path, line: 1, column: 1 }, "warning");
  return { ...reading, found, failed, diagnostics: [...(reading.diagnostics ?? []), told] };
}

/** The copy after a reading; the same one when nothing changed. */
function updated(copy: Copy, { found, failed, absent = [] }: Reading, now: number): Copy {
  const next = new Map(copy);
  const gone = [...failed.filter(({ reason }) => reason === "denied"), ...absent].flatMap(({ keys }) => keys);
  let changed = false;
  for (const key of gone) changed = next.delete(key) || changed;
  for (const { key, value, from, vault } of found) {
    if (vault?.lease !== undefined) continue;
    const version = vault?.version;
    next.set(key, {
      value: textOf(value),
      from,
      path: vault?.path ?? "",
      at: now,
      ...(version === undefined ? {} : { version }),
    });
    changed = true;
  }
  return changed ? next : copy;
}

function warning(reason: string): Diagnostic {
  return settingsErrors.diagnostic("SETTINGS_COPY_UNUSABLE", { reason }, undefined, "warning");
}

/** The file in two parts: what is needed to open it, and what is in it. */
interface Sealed {
  readonly salt: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** What the file holds; nothing when there is none; a text says why it cannot be used. */
async function readCopy({ path, passphrase, files }: OfflineCopyOptions, label: string): Promise<Copy | string> {
  let text: string | undefined;
  try {
    text = files.read(path);
  } catch (cause) {
    return `${path} cannot be read: ${(cause as Error).message}`;
  }
  if (passphrase === undefined) return "SLIPWAY_CACHE_KEY is not set";
  if (text === undefined) return new Map();
  try {
    const { salt, iv, tag, data } = JSON.parse(text) as Sealed;
    const { createDecipheriv } = process.getBuiltinModule("node:crypto");
    const decipher = createDecipheriv("aes-256-gcm", await keyOf(passphrase, bytesOf(salt)), bytesOf(iv));
    decipher.setAAD(Buffer.from(label)).setAuthTag(bytesOf(tag));
    const clear = Buffer.concat([decipher.update(bytesOf(data)), decipher.final()]).toString("utf8");
    const entries = JSON.parse(clear) as unknown;
    return isRecord(entries) ? new Map(Object.entries(entries) as [string, Kept][]) : `${path} holds no copy`;
  } catch {
    // The cause could quote what was decrypted.
    return `${path} cannot be opened: it is damaged, of another server, or SLIPWAY_CACHE_KEY has changed`;
  }
}

async function writeCopy(copy: Copy, { path, passphrase }: OfflineCopyOptions, label: string): Promise<void> {
  if (passphrase === undefined) return;
  const { createCipheriv, randomBytes } = process.getBuiltinModule("node:crypto");
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(passphrase, salt), iv).setAAD(Buffer.from(label));
  const data = Buffer.concat([cipher.update(JSON.stringify(Object.fromEntries(copy))), cipher.final()]);
  const sealed = { salt, iv, tag: cipher.getAuthTag(), data };
  const texts = Object.entries(sealed).map(([name, bytes]) => [name, bytes.toString("base64")]);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeAtomically(path, `${JSON.stringify(Object.fromEntries(texts))}\n`);
}

function keyOf(passphrase: Secret, salt: Uint8Array): Promise<Buffer> {
  const { scrypt } = process.getBuiltinModule("node:crypto");
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  scrypt(passphrase.reveal(), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  return promise;
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "base64");
}
