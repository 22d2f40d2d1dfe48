import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";

/** What loading needs of the disk. The only implementation that touches it stands in this file. */
export interface Files {
  /** The text, or undefined when there is no such file. Throws on anything else (a directory, no permission). */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The names in a directory; none when it cannot be read. */
  names(directory: string): readonly string[];
  /** All of standard input. */
  readStdin(): string;
  /** The home directory for `~`. */
  readonly home: string;
}

/** The disk of this machine. Texts are UTF-8; a byte order mark is dropped. */
export const diskFiles: Files = {
  read(path) {
    try {
      return decode(readFileSync(path));
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  },
  exists: existsSync,
  isDirectory: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  names(directory) {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  },
  readStdin: () => decode(readFileSync(0)),
  get home() {
    return homedir();
  },
};

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}
