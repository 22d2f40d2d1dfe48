import { lstatSync, type Stats } from "node:fs";

/** What is at a path, a link as a link; undefined when nothing is, or when its directory is a file by now. */
export function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOTDIR") return undefined;
    throw cause;
  }
}
