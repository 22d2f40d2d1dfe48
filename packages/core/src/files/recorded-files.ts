import { diskFiles, type Files } from "./files.ts";

/** A disk that remembers what it was asked for. */
export interface RecordedFiles {
  readonly files: Files;
  /** Every absolute path whose text was read or that was looked for, also when nothing is there; no devices and no pipes. */
  asked(): readonly string[];
}

/** Remembers what a load depends on: what it has read, and what would have changed it if it were there. */
export function recordedFiles(files: Files = diskFiles): RecordedFiles {
  const paths = new Set<string>();
  const note = (path: string): string => {
    if (path.startsWith("/") && !/^\/(?:dev|proc)\//.test(path)) paths.add(path);
    return path;
  };
  return {
    files: { ...files, read: (path) => files.read(note(path)), exists: (path) => files.exists(note(path)) },
    asked: () => [...paths],
  };
}
