import { type Entry, nodeAt } from "@slipway/core";
import type { Fix, Found } from "../../finding.ts";
import { removeEntry } from "../../fix/remove-entry.ts";
import type { ComposeFile } from "../../inventory/compose/compose-file.ts";
import type { Stack } from "../../inventory/compose/stack.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";

const kinds = ["volumes", "networks", "secrets", "configs"] as const;

export const dk108 = defineRule({
  id: "DK108",
  why: "What is used and not declared stops the start; what is declared and not used makes people think that data or a secret is in use.",
  bad: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\nvolumes:\n  uploads:\n" },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.27\n    volumes: [uploads:/srv/uploads]\nvolumes:\n  uploads:\n",
  },
  fix: "Declare what is used at the top level, and delete what is not",
  *check(inventory) {
    const { composeFiles, stacks, relative } = inventory;
    for (const { diagnostics } of stacks) {
      for (const { severity, code, message, at } of diagnostics) {
        if (severity === "error" && at && /^COMPOSE_UNDEFINED_(?:VOLUME|NETWORK|SECRET|CONFIG)$/.test(code))
          yield { at: relative(at), message, severity: "error" };
      }
    }
    for (const file of composeFiles) yield* unused(file, inventory);
  },
});

function* unused(file: ComposeFile, { composeFiles, stacks }: Inventory): Iterable<Found> {
  const own = stacks.filter(({ files }) => files.includes(file.path));
  if (
    own.length === 0 ||
    own.some(({ project }) => !project) ||
    composeFiles.some(({ uses }) => uses.includes(file.path))
  )
    return;
  for (const kind of kinds) {
    const table = file.root && nodeAt(file.root, [kind]);
    if (table?.kind !== "mapping") continue;
    for (const [name, entry] of table.entries) {
      if ((kind === "networks" && name === "default") || own.some((stack) => uses(stack, kind, name))) continue;
      const { line, column } = entry.keyOrigin.source.position(entry.keyOrigin.start);
      const message = `the ${kind.slice(0, -1)} "${name}" is declared, and no service uses it`;
      yield { at: { file: file.path, line, column }, message, fix: removal(file.path, entry, table.entries.size) };
    }
  }
}

function uses({ project }: Stack, kind: (typeof kinds)[number], name: string): boolean {
  return Object.values(project?.services ?? {}).some((service) => {
    if (kind === "networks") return name in (service.networks ?? {});
    if (kind === "volumes") return service.volumes?.some(({ source }) => source === name) ?? false;
    const files = [...(service[kind] ?? []), ...(kind === "secrets" ? (service.build?.secrets ?? []) : [])];
    return files.some(({ source }) => source === name);
  });
}

function removal(file: string, entry: Entry, siblings: number): Fix {
  const edit = removeEntry(file, entry, siblings);
  return { text: `Take "${entry.key}" away`, safe: edit !== undefined, edits: edit ? [edit] : [] };
}
