import type { VariableUse } from "../../inventory/variables/variable-use.ts";
import { isFlagName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { isRuntime } from "./templates.ts";

const registry = "export const flags = { search: process.env.ENABLE_SEARCH, beta: process.env.ENABLE_BETA };\n";

export const ev226 = defineRule({
  id: "EV226",
  why: "Where flags have one module that reads them, a flag that is read elsewhere has a default and a meaning of its own.",
  bad: { "src/flags.ts": registry, "src/page.ts": "if (process.env.ENABLE_SEARCH) show();\n" },
  good: { "src/flags.ts": registry, "src/page.ts": 'import { flags } from "./flags.ts";\nif (flags.search) show();\n' },
  fix: "Read the flag through the module that reads the others",
  *check({ variableUses, registry: named }) {
    const uses = variableUses.filter((use) => isFlagName(use.name) && isRuntime(use) && !use.prefix);
    const home = named === undefined ? registryOf(uses) : { file: named, line: 1, column: 1 };
    if (home === undefined) return;
    for (const { name, at } of uses) {
      if (at.file === home.file) continue;
      const there = uses.find((use) => use.name === name && use.at.file === home.file);
      yield {
        at,
        message: `${name} is read here, past ${home.file}`,
        evidence: [
          there
            ? { ...there.at, text: `${name} is read here too` }
            : { ...home, text: "the other flags are read here" },
        ],
        fix: `Read ${name} through ${home.file}`,
      };
    }
  },
});

/** The module that flags are meant to be read in: named for it, with more flags than any other file. */
function registryOf(uses: readonly VariableUse[]): VariableUse["at"] | undefined {
  const files = [...Map.groupBy(uses, ({ at }) => at.file).values()].filter(
    (own) =>
      new Set(own.map(({ name }) => name)).size >= 2 &&
      /(?:^|[/._-])(?:env|environment|flags?|features?|feature-?flags|toggles?|config|configuration|settings|registry)(?:[/._-]|$)/i.test(
        own[0]?.at.file ?? "",
      ),
  );
  return files.toSorted((a, b) => b.length - a.length)[0]?.[0]?.at;
}
