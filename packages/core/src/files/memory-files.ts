import type { Files } from "./files.ts";

/**
 * A disk that is a table of absolute path → text. Directories exist as far as files stand in them.
 * `stdin` is what standard input gives; `home` is `/home/me`.
 */
export function createMemoryFiles(texts: Readonly<Record<string, string>>, stdin = ""): Files {
  const isDirectory = (path: string): boolean =>
    Object.keys(texts).some((file) => file.startsWith(path.endsWith("/") ? path : `${path}/`));
  return {
    read(path) {
      if (isDirectory(path)) throw new Error("it is a directory");
      return texts[path];
    },
    exists: (path) => path in texts || isDirectory(path),
    isDirectory,
    names(directory) {
      const start = directory.endsWith("/") ? directory : `${directory}/`;
      const inside = Object.keys(texts).filter((file) => file.startsWith(start));
      return [...new Set(inside.map((file) => file.slice(start.length).split("/")[0] ?? ""))];
    },
    realPath: (path) => path,
    readStdin: () => stdin,
    home: "/home/me",
  };
}
