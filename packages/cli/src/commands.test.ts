import { describe, expect, test } from "bun:test";
import { allCommands } from "./command.ts";
import { catalog } from "./commands.ts";
import { globalOptions } from "./globals.ts";
import { longName } from "./option.ts";

const commands = await allCommands(catalog);

describe("the table of commands", () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    "%s is declared in full",
    async (name, command) => {
      const letters = Object.values(command.options).flatMap((option) => option.short ?? []);
      expect(new Set(letters).size).toBe(letters.length);
      expect(command.summary).toMatch(/^[A-Z].*[^.]$/);
      if (!command.hidden) expect(command.examples.length).toBeGreaterThan(0);
      expect(command.args.slice(0, -1).every((arg) => !arg.many)).toBe(true);
      expect((await command.run()).run).toBeFunction();
      expect(commands.filter((other) => other.name === name)).toHaveLength(1);
    },
  );

  test("each is found by its own name", () => {
    expect(commands.map(({ name }) => name)).toEqual([...catalog.names]);
  });

  test("no option is called as a global one but means something else", () => {
    const globals = Object.keys(globalOptions).map(longName);
    for (const command of commands) {
      const shared = Object.keys(command.options)
        .map(longName)
        .filter((name) => globals.includes(name));
      expect(shared).toEqual([]);
    }
  });
});
