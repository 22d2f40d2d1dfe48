import { commandFaults } from "../../inventory/commands/command-faults.ts";
import { isTest } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";
import { withNested } from "./nested-commands.ts";

export const sc502 = defineRule({
  id: "SC502",
  why: "The script or workflow ends with an error at this line.",
  bad: { "package.json": '{ "scripts": { "build": "vite build", "release": "npm run bulid" } }\n' },
  good: { "package.json": '{ "scripts": { "build": "vite build", "release": "npm run build" } }\n' },
  fix: "Name a script, target or service that is there",
  *check(inventory) {
    for (const line of inventory.commands.flatMap(withNested)) {
      if (line.origin === "document" || isTest(line.at.file) || line.words.includes("--if-present")) continue;
      for (const { kind, name, lookedIn, nearest } of commandFaults(line, inventory)) {
        const [first] = lookedIn;
        const where = lookedIn.length === 0 ? "" : ` in ${lookedIn.join(", ")}`;
        yield {
          at: line.at,
          message: `there is no ${kind} ${name}${where}`,
          evidence: first
            ? [{ file: first, line: 1, column: 1, text: nearest ? `has ${nearest}` : `has no ${name}` }]
            : [],
          ...(nearest ? { fix: `Write ${nearest}, if that is meant` } : {}),
        };
      }
    }
  },
});
