import type { CommandLine } from "../../inventory/commands/command-line.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, joinPath, nameOf } from "../../inventory/paths.ts";
import { isEnvFileName } from "../../inventory/variables/env-files.ts";

/** An env file that a command reads. */
export interface EnvFileOfCommand {
  /** As written. */
  readonly written: string;
  /** Where it may be, relative to the root, the likeliest first. */
  readonly paths: readonly string[];
  readonly line: CommandLine;
}

/** The env files that commands of scripts, workflows and manifests read: `--env-file X`, `source X`, `. X`, `dotenv -e X`. */
export function envFilesOfCommands({ commands }: Inventory): readonly EnvFileOfCommand[] {
  return commands.flatMap((line) => {
    if (line.origin === "document") return [];
    const { words } = line;
    return words.flatMap((word, index) => {
      const next = words[index + 1] ?? "";
      const attached = /^(?:--env-file(?:-if-exists)?|--env_file)=(.+)$/.exec(word);
      const isOptional = word.includes("if-exists");
      const path =
        attached?.[1] ??
        (word === "--env-file" || (index === 0 && /^(?:source|\.)$/.test(word)) ? next : undefined) ??
        (/^(?:dotenv|dotenvx|env-cmd)$/.test(words[0] ?? "") && /^-[ef]$/.test(word) ? next : undefined);
      if (path === undefined || isOptional || /[$`*]/.test(path) || !isEnvFileName(path)) return [];
      const folders = [line.folder, folderOf(line.at.file), ""].filter((folder) => folder !== undefined);
      return { written: path, paths: [...new Set(folders.flatMap((folder) => joinPath(folder, path) ?? []))], line };
    });
  });
}

const written = new WeakMap<Inventory["commands"], ReadonlySet<string>>();

/** The names, without folders, of the files that commands write. */
export function writtenByCommands({ commands }: Inventory): ReadonlySet<string> {
  const known = written.get(commands) ?? namesWritten(commands);
  written.set(commands, known);
  return known;
}

/** What commands write: the last word of `cp`, `mv`, `ln`, `install`, what `touch` and `tee` name, what `curl -o` loads, and what stands behind `>`. */
function namesWritten(commands: Inventory["commands"]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { words } of commands) {
    const named = /^(?:cp|mv|ln|install)$/.test(words[0] ?? "") ? words.slice(2).slice(-1) : [];
    const made = /^(?:touch|tee)$/.test(words[0] ?? "") ? words.slice(1) : [];
    const loaded = /^(?:curl|wget|tsc|esbuild|openssl)$/.test(words[0] ?? "")
      ? words.flatMap((word, index) =>
          /^(?:-\w*[oO]|--output|--out|-out)$/.test(word) ? (words[index + 1] ?? []) : [],
        )
      : [];
    const redirected = words.flatMap((word, index) =>
      /^\d?>{1,2}$/.test(word) ? (words[index + 1] ?? []) : (/^\d?>{1,2}([^&>].*)$/.exec(word)?.[1] ?? []),
    );
    for (const word of [...named, ...made, ...loaded, ...redirected]) names.add(nameOf(word));
  }
  return names;
}
