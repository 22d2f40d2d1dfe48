import type { Place } from "../../finding.ts";
import { joinPath } from "../paths.ts";
import type { CommandLine, CommandOrigin } from "./command-line.ts";
import { splitCommands } from "./split-commands.ts";

/** A shell text and what it stands in. */
export interface ShellText {
  readonly text: string;
  readonly origin: CommandOrigin;
  /** Where it is run, relative to the root; undefined: not known. */
  readonly folder: string | undefined;
  readonly place: (offset: number) => Place;
}

const prefixes = new Set([
  "sudo",
  "time",
  "exec",
  "command",
  "nohup",
  "then",
  "do",
  "else",
  "if",
  "while",
  "!",
  "{",
  "(",
]);

/** The commands of a text; a `cd` in it changes the folder of those behind it. */
export function commandsIn({ text, origin, folder, place }: ShellText): readonly CommandLine[] {
  const found: CommandLine[] = [];
  let here = folder;
  for (const { words, start } of splitCommands(text)) {
    const first = words.findIndex((word) => !prefixes.has(word) && !/^[A-Za-z_]\w*=/.test(word));
    if (first === -1) continue;
    const own = words.slice(first);
    if (own[0] === "cd" || own[0] === "pushd" || own[0] === "popd") {
      const to = own[1];
      here = here === undefined || to === undefined || /[$~`]/.test(to) ? undefined : joinPath(here, to);
      continue;
    }
    found.push({ at: place(start), origin, words: own, folder: here });
  }
  return found;
}
