import { nodeAt } from "@slipway/core";
import type { Edit, Found } from "../../finding.ts";
import { serviceIn } from "../../fix/add-entry.ts";
import { removeEntry } from "../../fix/remove-entry.ts";
import type { ImageBuild } from "../../inventory/build/find-builds.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";

const dockerfile = "FROM node:22\nARG API_URL\nRUN npm run build -- --api $API_URL\n";
const compose = (arg: string): string =>
  `services:\n  web:\n    build:\n      context: .\n      args:\n        ${arg}: https://api.shop.test\n`;

export const se616 = defineRule({
  id: "SE616",
  why: "The build goes through with an empty text in the place of the value.",
  bad: { Dockerfile: dockerfile, "compose.yaml": compose("API_ADDRESS") },
  good: { Dockerfile: dockerfile, "compose.yaml": compose("API_URL") },
  fix: "Give both the same name",
  *check(inventory) {
    for (const file of inventory.buildFiles) {
      const builds = inventory.builds.filter(({ dockerfile }) => dockerfile === file.path);
      const declared = new Set(file.globalArgs.keys());
      for (const { steps } of file.stages)
        for (const { name, words } of steps)
          if (name === "ARG") for (const word of words) declared.add(word.split("=")[0] ?? "");
      for (const { by, args, service } of builds) {
        for (const [arg, at] of args) {
          if (declared.has(arg) || automatic.test(arg)) continue;
          const message = `${by} passes the build argument ${arg}, which ${file.path} does not declare`;
          const edit = service && withoutArgument(service, arg, inventory);
          yield edit
            ? { at, message, fix: { text: "Take it away: the build ignores it", safe: true, edits: [edit] } }
            : { at, message };
        }
      }
      if (builds.length > 0)
        yield* neverPassed(file.path, new Set(builds.flatMap(({ args }) => [...args.keys()])), inventory);
    }
  },
});

const automatic =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:https?|ftp|no|all)_proxy)$/i;

function* neverPassed(
  path: string,
  passed: ReadonlySet<string>,
  { buildFiles, text, referencesTo }: Inventory,
): Iterable<Found> {
  const file = buildFiles.find((one) => one.path === path);
  for (const { steps } of file?.stages ?? []) {
    for (const { name, words, at } of steps) {
      if (name !== "ARG") continue;
      for (const word of words) {
        if (word.includes("=") || passed.has(word) || automatic.test(word) || file?.globalArgs.has(word)) continue;
        // A workflow may pass it by an action, whose inputs are not read here.
        const elsewhere = referencesTo(path).some(({ at: from }) => (text(from.file) ?? "").includes(word));
        if (!elsewhere)
          yield {
            at,
            message: `the build argument ${word} has no default, and nothing passes it`,
            fix: `Pass ${word}, or give it a default`,
          };
      }
    }
  }
}

/** Takes an argument away where it is one of several in a mapping. */
function withoutArgument(
  { stack, name }: NonNullable<ImageBuild["service"]>,
  arg: string,
  { composeFiles }: Inventory,
): Edit | undefined {
  for (const file of stack.files) {
    const service = serviceIn(composeFiles, file, name);
    if (service === undefined) continue;
    const args = nodeAt(service, ["build", "args"]);
    const entry = args?.kind === "mapping" ? args.entries.get(arg) : undefined;
    if (args?.kind !== "mapping" || !entry) continue;
    const isOwn = entry.keyOrigin.start >= service.origin.start && entry.keyOrigin.end <= service.origin.end;
    return isOwn ? removeEntry(file, entry, args.entries.size) : undefined;
  }
  return undefined;
}
