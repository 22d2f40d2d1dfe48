import type { CommandLine } from "../../inventory/commands/command-line.ts";
import { commandsIn } from "../../inventory/commands/in-folder.ts";

const runners =
  /^(?:concurrently|npm-run-all|run-[sp]|dotenv|dotenvx|env-cmd|cross-env(?:-shell)?|start-server-and-test|wait-on|xvfb-run|timeout|nice|watch|time|npx|bunx)$/;
const interpreter =
  /^(?:node|tsx|ts-node|bun|deno|python3?|sh|bash|zsh|npm|pnpm|yarn|make|docker|\.{0,2}\/[\w./-]+\.sh)$/;

/** The commands that a command line runs through another program: `concurrently "npm run a" "npm run b"`, `dotenv -- node x.js`. */
export function withNested(line: CommandLine): readonly CommandLine[] {
  const program = line.words[0] ?? "";
  if (!runners.test(program)) return [line];
  const quoted = line.words
    .slice(1)
    .flatMap((word) =>
      /\s/.test(word)
        ? commandsIn({ text: word, origin: line.origin, folder: line.folder, place: () => line.at })
        : /^npm:[\w:-]+$/.test(word)
          ? { ...line, words: ["npm", "run", word.slice(4)] }
          : [],
    );
  const named = /^(?:npm-run-all|run-[sp])$/.test(program)
    ? line.words
        .slice(1)
        .flatMap((word) =>
          /^[\w:-]+$/.test(word) && !word.startsWith("-") ? { ...line, words: ["npm", "run", word] } : [],
        )
    : [];
  const inner = line.words.findIndex((word, index) => index > 0 && interpreter.test(word));
  const rest =
    quoted.length === 0 && named.length === 0 && inner > 0 ? [{ ...line, words: line.words.slice(inner) }] : [];
  return [line, ...quoted, ...named, ...rest];
}
