import type { CommandLine } from "../../inventory/commands/command-line.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, joinPath, nameOf } from "../../inventory/paths.ts";
import { writtenByCommands } from "../variables/env-file-names.ts";

const interpreters =
  /^(?:node|nodejs|tsx|ts-node|ts-node-esm|ts-node-dev|esno|esr|jiti|bun|deno|nodemon|python|python3|python2|sh|bash|zsh|dash|ksh|source|\.|ruby|php|perl|Rscript|babel-node|swc-node|vite-node)$/;
const fileLike =
  /^(?:\.{1,2}\/|[\w@-]+\/)*[\w@.-]*\w\.(?:[cm]?[jt]sx?|py|sh|bash|zsh|rb|php|pl)$|^\.{1,2}\/[\w./@-]+$|^(?:bin|scripts?)\/[\w-]+$/;
/** What a build makes, and what comes from elsewhere. */
const made =
  /(?:^|\/)(?:dist|build|out|output|lib|target|coverage|tmp|temp|node_modules|\.(?!github\/)[\w-]+|vendor|bin|generated|public)\//;

/** A file that a command runs, and that is not in the repository. */
export interface MissingFile {
  readonly line: CommandLine;
  /** As written. */
  readonly written: string;
  /** The file that was most likely meant. */
  readonly nearest?: string;
}

/** The files that a command runs which are neither there nor made by a build or by another command. */
export function missingFiles(line: CommandLine, inventory: Inventory): readonly MissingFile[] {
  const written = fileOf(line.words) ?? ownProgram(line, inventory);
  if (written === undefined) return [];
  // A folder in a variable: `$DIR/x.sh` is looked for by what stands behind it.
  const tail = written.replace(/^(?:\$\{?\w+\}?|\$\([^)]*\))\//, "");
  const isOpen = tail !== written;
  if (/[$`*?{}<>]/.test(tail) || tail.startsWith("/") || tail.startsWith("~") || !fileLike.test(tail)) return [];
  if (!isOpen && made.test(`${tail}`) && !/(?:^|\/)bin\//.test(tail)) return [];
  const names = candidates(tail);
  if (names.some((name) => isThere(name, line, isOpen, inventory))) return [];
  if (writtenByCommands(inventory).has(nameOf(tail))) return [];
  const first = joinPath(line.folder ?? "", tail);
  if (first !== undefined && inventory.repository.ignores(first)) return [];
  const byName = pathsByName(inventory);
  const bare = withoutEnd(first ?? tail);
  const same =
    byName.get(nameOf(tail))?.[0] ??
    ["ts", "js", "mjs", "cjs", "sh", "py"].map((end) => `${bare}.${end}`).find((path) => inventory.has(path));
  return [{ line, written, ...(same === undefined ? {} : { nearest: same }) }];
}

function withoutEnd(path: string): string {
  return path.replace(/\.\w+$/, "");
}

/** The file that a command line runs: behind an interpreter and its flags, or the program itself when it is a path. */
function fileOf(words: readonly string[]): string | undefined {
  const program = words[0] ?? "";
  if (!interpreters.test(program))
    return /^\.{0,2}\/?[^\s]*\/[^\s]*$/.test(program) &&
      /^(?:\.{1,2}\/|[\w$"{(][^:]*\/)[^:]*$/.test(program) &&
      /\.(?:sh|py|[cm]?[jt]s|rb|bash)$|^\.\//.test(program)
      ? program
      : undefined;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^-[cem]$|^--eval$|^-$|^--print$|^-p$|^--test$|^--check$/.test(word)) return undefined;
    if (
      /^(?:-r|--require|--import|--loader|--experimental-loader|--env-file|-P|--project|-O|--watch-path|--tsconfig|--ext|-x|-w|-o)$/.test(
        word,
      )
    )
      at++;
    else if (word === "run" || word === "watch") continue;
    else if (!word.startsWith("-") && !word.includes("=")) return /[./]/.test(word) ? word : undefined;
  }
  return undefined;
}

/** `bin/release`, where the repository has such a folder beside the command. */
function ownProgram({ words, folder }: CommandLine, { isFolder }: Inventory): string | undefined {
  const [, where = ""] = /^(bin|scripts?)\/[\w-]+$/.exec(words[0] ?? "") ?? [];
  return where !== "" && isFolder(joinPath(folder ?? "", where) ?? "/") ? words[0] : undefined;
}

/** The paths that a runtime tries for a name. */
function candidates(name: string): readonly string[] {
  if (/\.\w+$/.test(nameOf(name))) return [name, name.replace(/\.js$/, ".ts")];
  return [
    name,
    ...["js", "ts", "mjs", "cjs", "sh", "py"].map((end) => `${name}.${end}`),
    `${name}/index.js`,
    `${name}/index.ts`,
    `${name}/package.json`,
  ];
}

function isThere(name: string, line: CommandLine, isOpen: boolean, inventory: Inventory): boolean {
  const bare = name.replace(/^(?:\.{1,2}\/)+/, "");
  // Where a command is run from is not always known: then any file whose path ends so will do.
  if (isOpen || line.folder === undefined) {
    const named = pathsByName(inventory).get(nameOf(bare)) ?? [];
    return named.some((path) => path === bare || path.endsWith(`/${bare}`)) || inventory.has(bare);
  }
  const folders = line.origin === "manifest" ? [line.folder] : [line.folder, folderOf(line.at.file), ""];
  return folders.some((folder) => inventory.has(joinPath(folder, name) ?? "/"));
}

const byNames = new WeakMap<Inventory["paths"], ReadonlyMap<string, readonly string[]>>();

/** The paths of the repository by their names. */
function pathsByName({ paths }: Inventory): ReadonlyMap<string, readonly string[]> {
  const known = byNames.get(paths) ?? Map.groupBy(paths, nameOf);
  byNames.set(paths, known);
  return known;
}
