import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Bytes of one file that is read. A file that was written to do harm shall not fill the memory. */
const largestFile = 4 * 1024 * 1024;

/** What loading needs of the disk. The only implementation that touches it stands in this file. */
export interface Files {
  /**
   * The text, or undefined when there is no such file. On anything else (a directory, a device, no permission, no UTF-8,
   * too large) throws an Error whose message is the reason, for people.
   */
  read(path: string): string | undefined;
  /** True when something is there, also when it cannot be read. */
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The names in a directory; none when it cannot be read. */
  names(directory: string): readonly string[];
  /** The path without symbolic links, as far as it exists. */
  realPath(path: string): string;
  /** All of standard input. Throws as `read` does. */
  readStdin(): string;
  /** The home directory for `~`. */
  readonly home: string;
}

/**
 * The disk of this machine. Texts are UTF-8 of at most 4 MB; a byte order mark is dropped. Only what ends is read: regular
 * files, `/dev/null`, and pipes that were handed over as `/dev/fd/N` (`-f <(…)`), never a named pipe or a device.
 */
export const diskFiles: Files = {
  read(path) {
    if (path.includes("\0")) throw new Error("its name holds a NUL byte");
    if (path === "/dev/null") return "";
    let file: number | undefined;
    try {
      file = openSync(path, constants.O_RDONLY | (isHandedOver(path) ? 0 : constants.O_NONBLOCK));
      const stat = fstatSync(file);
      if (stat.isDirectory()) throw new Error("it is a directory");
      if (!stat.isFile() && !(isHandedOver(path) && stat.isFIFO())) throw new Error("it is no regular file");
      return readAll(file, stat.size);
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw explained(cause);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  },
  exists(path) {
    try {
      return statSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch (cause) {
      return !isMissing(cause);
    }
  },
  isDirectory(path) {
    try {
      return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    } catch {
      return false;
    }
  },
  names(directory) {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  },
  realPath(path) {
    try {
      return realpathSync(path);
    } catch {
      const parent = dirname(path);
      return parent === path ? path : join(diskFiles.realPath(parent), basename(path));
    }
  },
  readStdin() {
    try {
      return readAll(0, 0);
    } catch (cause) {
      throw explained(cause);
    }
  },
  get home() {
    return homedir();
  },
};

function isHandedOver(path: string): boolean {
  return /^\/(?:dev|proc\/self)\/fd\/(?:[3-9]|\d\d+)$/.test(path);
}

/** The text of an open file up to its end; a size says early that it is too large. */
function readAll(file: number, size: number): string {
  const tooLarge = new Error(`it is larger than ${largestFile / 1024 / 1024} MB`);
  if (size > largestFile) throw tooLarge;
  const chunks: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const chunk = new Uint8Array(Math.max(64 * 1024, size + 1));
    const count = readSync(file, chunk);
    if (count === 0) break;
    length += count;
    if (length > largestFile) throw tooLarge;
    chunks.push(chunk.subarray(0, count));
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}

/** The failure of a read in words for people. */
function explained(cause: unknown): Error {
  if (cause instanceof TypeError) return new Error("it is not text in UTF-8", { cause });
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ELOOP") return new Error("its symbolic links lead in a circle", { cause });
  if (code === "EACCES" || code === "EPERM") return new Error("you may not read it", { cause });
  if (code === "ENAMETOOLONG") return new Error("its name is too long", { cause });
  if (code === "ENXIO") return new Error("it is no regular file", { cause });
  if (code === "EISDIR") return new Error("it is a directory", { cause });
  return cause instanceof Error ? cause : new Error(String(cause));
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}
