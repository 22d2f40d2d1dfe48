import { entryText, type MappingNode, type Node, nodeAt } from "@slipway/core";
import type { Found } from "../../finding.ts";
import { removeEntry } from "../../fix/remove-entry.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";

const base = "services:\n  web:\n    image: shop:1.4\n    restart: always\n";

export const rp404 = defineRule({
  id: "RP404",
  why: "What stands in both has to be changed in both; who changes the base wonders why nothing happens.",
  bad: { "compose.yaml": base, "compose.override.yaml": "services:\n  web:\n    restart: always\n    init: true\n" },
  good: { "compose.yaml": base, "compose.override.yaml": "services:\n  web:\n    init: true\n" },
  fix: "Take it out of the overlay",
  *check(inventory) {
    const seen = new Set<string>();
    for (const { files, because } of inventory.stacks) {
      const [first, ...overlays] = files;
      if (because === "alone" || first === undefined) continue;
      for (const overlay of overlays) {
        if (seen.has(`${first}\0${overlay}`)) continue;
        seen.add(`${first}\0${overlay}`);
        yield* repeated(first, overlay, inventory);
      }
    }
  },
});

function* repeated(base: string, overlay: string, { composeFiles, place }: Inventory): Iterable<Found> {
  const rootOf = (file: string): MappingNode | undefined => composeFiles.find(({ path }) => path === file)?.root;
  const services = rootOf(overlay) && nodeAt(rootOf(overlay) as Node, ["services"]);
  for (const [name, { value: service }] of services?.kind === "mapping" ? services.entries : []) {
    const below = nodeAt(rootOf(base) as Node, ["services", name]);
    if (service.kind !== "mapping" || below?.kind !== "mapping") continue;
    yield* repeatedVariables({ name, base, overlay, service, below }, place);
    for (const [key, entry] of service.entries) {
      const { value, keyOrigin } = entry;
      // Only single values: of a list or a mapping the base's part stays anyhow, and naming it again may be meant.
      const text = entryText(service, key);
      if (text === undefined || value.tag !== undefined || text !== entryText(below, key)) continue;
      if (keyOrigin.source.file !== overlay) continue;
      const edit = removeEntry(overlay, entry, service.entries.size);
      const there = below.entries.get(key)?.keyOrigin.start ?? 0;
      yield {
        at: place(overlay, keyOrigin.start),
        message: `${key} of service "${name}" repeats what ${base} says`,
        evidence: [{ ...place(base, there), text: `${key}: ${text}` }],
        fix: { text: "Take it out of the overlay", safe: edit !== undefined, edits: edit ? [edit] : [] },
      };
    }
  }
}

interface Repeated {
  readonly name: string;
  readonly base: string;
  readonly overlay: string;
  readonly service: MappingNode;
  readonly below: MappingNode;
}

/** Variables that have the same value below: mappings of `environment` are merged name by name. */
function* repeatedVariables(
  { name, base, overlay, service, below }: Repeated,
  place: Inventory["place"],
): Iterable<Found> {
  const own = nodeAt(service, ["environment"]);
  const there = nodeAt(below, ["environment"]);
  if (own?.kind !== "mapping" || there?.kind !== "mapping") return;
  for (const [key, entry] of own.entries) {
    const { keyOrigin } = entry;
    const text = entryText(own, key);
    const other = there.entries.get(key);
    if (text === undefined || other === undefined || text !== entryText(there, key)) continue;
    // What an anchor brings along stands elsewhere.
    if (keyOrigin.source.file !== overlay || keyOrigin.start < own.origin.start || keyOrigin.end > own.origin.end)
      continue;
    const edit = removeEntry(overlay, entry, own.entries.size);
    yield {
      at: place(overlay, keyOrigin.start),
      message: `${key} of service "${name}" repeats what ${base} says`,
      evidence: [{ ...place(base, other.keyOrigin.start), text: key }],
      fix: { text: "Take it out of the overlay", safe: edit !== undefined, edits: edit ? [edit] : [] },
    };
  }
}
