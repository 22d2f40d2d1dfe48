import type { PathStat } from "./types/container.ts";

/** Go's `os.ModeDir` and `os.ModeSymlink`. */
const directoryBit = 2 ** 31;
const linkBit = 2 ** 27;

/** Reads the header `X-Docker-Container-Path-Stat`: JSON in base64. Source: Engine API 1.41, `HEAD /containers/{id}/archive`. */
export function pathStat(header: string): PathStat {
  const parsed = JSON.parse(Buffer.from(header, "base64").toString("utf8")) as Omit<PathStat, "isDirectory" | "isLink">;
  const has = (bit: number): boolean => Math.floor(parsed.mode / bit) % 2 === 1;
  return { ...parsed, isDirectory: has(directoryBit), isLink: has(linkBit) };
}
