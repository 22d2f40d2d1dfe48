import type { CommandLine } from "../commands/command-line.ts";
import { folderOf, joinPath, nameOf } from "../paths.ts";

/** What a command line asks of docker compose, or of a program that takes the same words. */
export interface ComposeCommand {
  readonly line: CommandLine;
  /** Relative to the root; undefined when they cannot be told, because a variable names one. Empty: the default files. */
  readonly files: readonly string[] | undefined;
  /** As they were written, in the order of {@link files}. */
  readonly written: readonly string[];
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  /** `up`, `run`, …; undefined when there is none. */
  readonly verb: string | undefined;
  /** What stands behind the verb. */
  readonly words: readonly string[];
  /** True for the `docker-compose` of version 1. */
  readonly old: boolean;
}

const flagsWithValue = new Set(
  "-f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel -H --host --context -c --log-level".split(
    " ",
  ),
);

/**
 * Reads a command line as one of docker compose; undefined when it is none. A file is looked for from the folder of the
 * command, then from the folder of the file that it stands in, then from the root.
 */
export function composeCommandOf(line: CommandLine, has: (path: string) => boolean): ComposeCommand | undefined {
  const start = afterProgram(line.words);
  if (start === undefined) return undefined;
  const written: string[] = [];
  const envFiles: string[] = [];
  const profiles: string[] = [];
  let at = start;
  for (; at < line.words.length; at++) {
    const word = line.words[at] ?? "";
    if (!word.startsWith("-")) break;
    const cut = word.indexOf("=");
    const attached = /^-[fp]./.test(word) ? word.slice(2).replace(/^=/, "") : undefined;
    const flag = attached === undefined ? (cut === -1 ? word : word.slice(0, cut)) : word.slice(0, 2);
    if (!flagsWithValue.has(flag)) continue;
    const value = attached ?? (cut === -1 ? (line.words[++at] ?? "") : word.slice(cut + 1));
    if (flag === "-f" || flag === "--file") written.push(value);
    else if (flag === "--env-file") envFiles.push(value);
    else if (flag === "--profile") profiles.push(value);
  }
  const found = written.map((path) => locateFrom(line, path, has));
  return {
    line,
    files: found.every((path) => path !== undefined) ? found : undefined,
    written,
    envFiles: envFiles.flatMap((path) => locateFrom(line, path, has) ?? []),
    profiles,
    verb: line.words[at],
    words: line.words.slice(at + 1),
    old: nameOf(line.words[0] ?? "") === "docker-compose",
  };
}

function afterProgram(words: readonly string[]): number | undefined {
  const [first = "", second] = words;
  const program = nameOf(first);
  if (/^(?:docker-compose|podman-compose|slipway)$/.test(program)) return 1;
  return /^(?:docker|podman|nerdctl)$/.test(program) && second === "compose" ? 2 : undefined;
}

/** The path that a command line means by a word; where nothing is there, the likeliest one; undefined when it holds a variable. */
function locateFrom(line: CommandLine, path: string, has: (path: string) => boolean): string | undefined {
  if (/[$`*]/.test(path) || path === "-" || path.startsWith("~")) return undefined;
  const folders = [line.folder, folderOf(line.at.file), ""].filter((folder) => folder !== undefined);
  const paths = [...new Set(folders)].flatMap((folder) => joinPath(folder, path) ?? []);
  return paths.find(has) ?? paths[0];
}
