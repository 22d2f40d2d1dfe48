import { appendFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { diskFiles } from "@slipway/core";
import { gitStateOf } from "../git.ts";

/** The .gitignore in which a line keeps this file out of the repository; undefined when there is no need, or no repository. */
export function missingIgnore(path: string): string | undefined {
  const { repository, tracked, ignored } = gitStateOf(path);
  return repository && !tracked && !ignored ? join(dirname(path), ".gitignore") : undefined;
}

/** Adds a line for a file to a .gitignore, which is made when it is not there. */
export function addIgnore(gitignore: string, path: string): void {
  const text = diskFiles.read(gitignore) ?? "";
  appendFileSync(gitignore, `${text === "" || text.endsWith("\n") ? "" : "\n"}/${basename(path)}\n`);
}
