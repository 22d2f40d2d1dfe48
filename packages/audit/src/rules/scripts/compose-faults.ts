import type { CommandLine } from "../../inventory/commands/command-line.ts";
import { composeCommandOf } from "../../inventory/compose/compose-command.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { nameOf } from "../../inventory/paths.ts";
import { peerOptions } from "../../knowledge/peer-options.gen.ts";

/** What docker compose does not know of a command line, with the nearest that it knows; undefined when it knows everything. */
export function composeFault(line: CommandLine, { has }: Inventory): string | undefined {
  if (!/^docker(?:-compose)?$/.test(nameOf(line.words[0] ?? ""))) return undefined;
  const command = composeCommandOf(line, has);
  const verb = command?.verb;
  if (command === undefined || verb === undefined || !/^[a-z][a-z-]*$/.test(verb)) return undefined;
  if (/^(?:help|completion|alpha|bridge)$/.test(verb)) return undefined;
  if (!Object.hasOwn(peerOptions, verb)) return `docker compose has no command ${verb}`;
  const known = new Set(`${peerOptions[verb]} ${peerOptions["(global)"]} --help --dry-run`.split(" "));
  for (const word of command.words) {
    // What is run in a container has options of its own.
    if (word === "--" || (/^(?:run|exec)$/.test(verb) && !word.startsWith("-"))) break;
    const option = /^--[a-z][a-z-]*/.exec(word)?.[0];
    if (option !== undefined && !/[$`{]/.test(word) && !known.has(option) && !known.has(option.replace(/^--no-/, "--")))
      return `docker compose ${verb} has no option ${option}`;
  }
  return undefined;
}
