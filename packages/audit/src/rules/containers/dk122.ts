import { nodeAt } from "@slipway/core";
import type { Place } from "../../finding.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { familyOf, holdsData } from "../../knowledge/image-families.ts";
import { imageName, versionOf } from "../../knowledge/image-name.ts";
import { defineRule } from "../rule.ts";

export const dk122 = defineRule({
  id: "DK122",
  why: "What passes the tests on one version fails on the other, and a dump of the newer one does not load into the older.",
  bad: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17\n",
    ".github/workflows/test.yml":
      "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    services:\n      db:\n        image: postgres:15\n    steps:\n      - run: npm test\n",
  },
  good: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17-alpine\n",
    ".github/workflows/test.yml":
      "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    services:\n      db:\n        image: postgres:17\n    steps:\n      - run: npm test\n",
  },
  fix: "Run the same version everywhere",
  *check(inventory) {
    const seen = new Map<string, Use>();
    for (const use of usesOf(inventory)) {
      const key = `${use.group}\0${use.family}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, use);
      else if (first.version !== use.version && first.at.file !== use.at.file) {
        yield {
          at: use.at,
          message: `${use.family} is ${use.image} here and ${first.image} in ${first.at.file}`,
          evidence: [{ ...first.at, text: first.image }],
        };
      }
    }
  },
});

interface Use {
  readonly family: string;
  readonly image: string;
  readonly version: string;
  /** The folder whose files belong together. */
  readonly group: string;
  readonly at: Place;
}

function* usesOf(inventory: Inventory): Iterable<Use> {
  for (const { stack, service, place } of eachService(inventory)) {
    if (service.image === undefined || service.build || stack.isUnknown(service.image)) continue;
    const use = useOf(service.image, folderOf(stack.files[0] ?? ""), place("image"));
    if (use) yield use;
  }
  const folders = new Set(inventory.composeFiles.map(({ path }) => folderOf(path)));
  const group = folders.has("") ? "" : folders.size === 1 ? ([...folders][0] ?? "") : undefined;
  if (group === undefined) return;
  for (const { root } of inventory.workflows) {
    const jobs = nodeAt(root, ["jobs"]) ?? root;
    // GitLab has the services at the root and in each job, as a list.
    const holders = [root, ...(jobs?.kind === "mapping" ? [...jobs.entries.values()].map(({ value }) => value) : [])];
    for (const holder of holders) {
      const services = nodeAt(holder, ["services"]);
      const values =
        services?.kind === "mapping"
          ? [...services.entries.values()].map(({ value }) => value)
          : services?.kind === "sequence"
            ? services.items
            : [];
      for (const value of values) {
        const image = nodeAt(value, ["image"]) ?? nodeAt(value, ["name"]) ?? value;
        if (image.kind !== "scalar" || typeof image.value !== "string" || image.value.includes("$")) continue;
        const { line, column, file } = image.origin.source.position(image.origin.start);
        const use = useOf(image.value, group, { file, line, column });
        if (use) yield use;
      }
    }
  }
}

function useOf(image: string, group: string, at: Place): Use | undefined {
  const family = familyOf(image);
  const version = versionOf(imageName(image).tag);
  if (!family || !holdsData(family) || version.length === 0) return undefined;
  // The first number is the release that data and dialect depend on; of MySQL and MariaDB the first two are.
  const parts = /^(?:mysql|mariadb|mongo)$/.test(family.name) ? 2 : 1;
  return { family: family.name, image, version: version.slice(0, parts).join("."), group, at };
}
