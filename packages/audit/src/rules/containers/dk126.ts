import { nodeAt } from "@slipway/core";
import { buildOf } from "../../inventory/build/find-builds.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isCode } from "../../inventory/variables/code-uses.ts";
import { isReadElsewhere } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";

export const dk126 = defineRule({
  id: "DK126",
  why: "The program never sees the setting: it runs with its default, and nobody is told.",
  bad: {
    "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      DATABSE_URL: postgres://db/app\n",
    Dockerfile: "FROM node:22\n",
    "server.js": "connect(process.env.DATABASE_URL);\n",
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgres://db/app\n",
    Dockerfile: "FROM node:22\n",
    "server.js": "connect(process.env.DATABASE_URL);\n",
  },
  fix: "Spell it as the code does, or take it away",
  *check(inventory) {
    const { variableUses, mentions, builds } = inventory;
    const read = new Set(variableUses.filter(({ prefix }) => !prefix).map(({ name }) => name));
    const prefixes = variableUses.filter(({ prefix }) => prefix).map(({ name }) => name);
    for (const { name, service, stack, place } of eachService(inventory)) {
      const context = buildOf({ stack, name }, builds)?.context;
      if (!service.build || context === undefined || !readsVariables(context, inventory)) continue;
      for (const key of ownKeys(inventory, stack.files, name)) {
        if (!/^[A-Z][A-Z0-9_]+$/.test(key) || read.has(key) || mentions(key) || isReadElsewhere(key)) continue;
        if (
          prefixes.some((prefix) => key.startsWith(prefix)) ||
          inventory.envFiles.some(({ entries }) => entries.some((entry) => entry.key === key))
        )
          continue;
        yield {
          at: place("environment", key),
          message: `service "${name}" is given ${key}, which no code, template or known image reads`,
        };
      }
    }
  },
});

/** True for a context with code that says which variables it reads. */
function readsVariables(context: string, { paths, variableUses }: Inventory): boolean {
  const base = context === "" ? "" : `${context}/`;
  return (
    paths.some((path) => path.startsWith(base) && isCode(path)) &&
    variableUses.some(({ at }) => at.file.startsWith(base))
  );
}

/** The keys under `environment` in the files of the stack themselves, not those of env files. */
function ownKeys({ composeFiles }: Inventory, files: readonly string[], name: string): readonly string[] {
  return files.flatMap((file) => {
    const root = composeFiles.find(({ path }) => path === file)?.root;
    const node = root && nodeAt(root, ["services", name, "environment"]);
    if (node?.kind === "mapping") return [...node.entries.keys()];
    if (node?.kind !== "sequence") return [];
    return node.items.flatMap((item) => (item.kind === "scalar" ? (String(item.value).split("=")[0] ?? []) : []));
  });
}
