import type { Found } from "../../finding.ts";
import { type CommandFault, commandFaults } from "../../inventory/commands/command-faults.ts";
import { defineRule } from "../rule.ts";

const manifest = '{ "scripts": { "dev": "vite" } }\n';

export const do703 = defineRule({
  id: "DO703",
  why: "The first thing a newcomer does is to type what the document says; when that fails he has lost an hour, and you a user.",
  bad: { "README.md": "```sh\nnpm run develop\n```\n", "package.json": manifest },
  good: { "README.md": "```sh\nnpm run dev\n```\n", "package.json": manifest },
  fix: "Write the command that works",
  *check(inventory) {
    const historic = new Set(inventory.documents.filter(({ history }) => history).map(({ path }) => path));
    for (const line of inventory.commands) {
      if (line.origin !== "document") continue;
      for (const fault of commandFaults(line, inventory)) {
        const severity = historic.has(line.at.file) ? { severity: "info" as const } : {};
        yield { at: line.at, ...severity, ...wording(fault, line.words.join(" ")) };
      }
    }
  },
});

function wording({ kind, name, lookedIn, nearest }: CommandFault, command: string): Omit<Found, "at"> {
  const typed = command.length > 80 ? `${command.slice(0, 79)}…` : command;
  const where = lookedIn.length === 0 ? "" : ` in ${lookedIn.join(", ")}`;
  const fix = nearest === undefined ? {} : { fix: `Write ${nearest}, if that is meant` };
  return { message: `\`${typed}\` cannot work: there is no ${kind} ${name}${where}`, ...fix };
}
