import { type Diagnostic, Diagnostics, diskFiles } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { withLock } from "./lock.ts";
import { readSecretsText, withSecrets } from "./text.ts";
import { writeAtomically } from "./write-atomically.ts";

/** What is to be set, or with undefined taken out, decided while nobody else writes. */
export type Change = (current: ReadonlyMap<string, string>) => Readonly<Record<string, string | undefined>>;

/**
 * Changes a secrets file: reads it under its lock, asks `change` what is to be set, and writes it whole. Other lines stay as they
 * are. Gives the keys that were set; nothing is written when there are none. A file that cannot be read as pairs is not touched.
 * @throws SETTINGS_SECRETS_FILE_BROKEN, SETTINGS_FILE_LOCKED, SETTINGS_WRITE_FAILED
 */
export async function updateSecretsFile(path: string, change: Change): Promise<readonly string[]> {
  return withWriteErrors(path, () =>
    withLock(path, () => {
      const text = readText(path);
      const diagnostics = new Diagnostics();
      const current = readSecretsText(path, text ?? "", diagnostics);
      if (diagnostics.hasErrors) throw broken(path, diagnostics.errors);
      const values = change(current);
      const keys = Object.keys(values);
      if (keys.length > 0) writeAtomically(path, withSecrets(text, values));
      return keys;
    }),
  );
}

function readText(path: string): string | undefined {
  try {
    return diskFiles.read(path);
  } catch (cause) {
    throw settingsErrors.error("SETTINGS_FILE_UNREADABLE", { path, reason: (cause as Error).message }, { cause });
  }
}

function broken(path: string, diagnostics: readonly Diagnostic[]): Error {
  return settingsErrors.error("SETTINGS_SECRETS_FILE_BROKEN", { path }, { diagnostics });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is used up",
  EFBIG: "the file would be too large",
  EROFS: "the disk is read-only",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  ENOENT: "the folder is not there",
};

async function withWriteErrors<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const reason = reasons[code];
    if (reason === undefined) throw cause;
    throw settingsErrors.error("SETTINGS_WRITE_FAILED", { path, reason }, { cause });
  }
}
