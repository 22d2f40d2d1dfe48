import type { TarEntry } from "./entry.ts";

const block = 512;
const typeFlags = { file: "0", symlink: "2", directory: "5" } as const;
/** The largest number that eleven octal digits hold. */
const largest = 0o77777777777;

/**
 * The header of an entry: a ustar block, preceded by a pax record for what ustar cannot hold (long names, letters beyond ASCII,
 * files from 8 GiB on). Source: POSIX.1-2017 `pax`, "ustar Interchange Format" and "pax Extended Header".
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  const path = entry.kind === "directory" && !entry.path.endsWith("/") ? `${entry.path}/` : entry.path;
  const { target = "", size = 0 } = entry;
  const records = [
    ...(fits(path) ? [] : [paxRecord("path", path)]),
    ...(fits(target) ? [] : [paxRecord("linkpath", target)]),
    ...(size > largest ? [paxRecord("size", String(size))] : []),
  ].join("");
  const own = ustarBlock({ ...entry, path, target, size: Math.min(size, largest) }, typeFlags[entry.kind]);
  if (records === "") return own;
  const content = Buffer.from(records);
  const extended = { ...entry, path: "PaxHeader", target: "", mode: 0o644, size: content.length };
  const padding = Buffer.alloc((block - (content.length % block)) % block);
  return Buffer.concat([ustarBlock(extended, "x"), content, padding, own]);
}

function fits(text: string): boolean {
  return text.length <= 100 && /^[\x20-\x7e]*$/.test(text);
}

function ustarBlock(entry: TarEntry, typeFlag: string): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, "0"), at, "latin1");
  };
  header.write(entry.path.slice(0, 100), 0, 100, "utf8");
  octal(entry.mode & 0o7777, 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  octal(entry.size ?? 0, 124, 12);
  octal(Math.max(0, Math.trunc(entry.mtime)), 136, 12);
  header.write(" ".repeat(8), 148, "latin1");
  header.write(typeFlag, 156, "latin1");
  header.write((entry.target ?? "").slice(0, 100), 157, 100, "utf8");
  header.write("ustar\u000000", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const body = Buffer.byteLength(` ${key}=${value}\n`);
  let length = body + String(body).length;
  if (String(length).length > String(body).length) length = body + String(length).length;
  return `${length} ${key}=${value}\n`;
}
