import type { Found, Place } from "../../finding.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import type { Stack } from "../../inventory/compose/stack.ts";
import { folderOf } from "../../inventory/paths.ts";
import { familyOf, runsServer } from "../../knowledge/image-families.ts";
import { lostData } from "../containers/dk140.ts";
import { defineRule } from "../rule.ts";
import { isForDevelopers, isLive } from "./live.ts";

const base =
  "services:\n  db:\n    image: postgres:17\n    volumes: [data:/var/lib/postgresql/data]\nvolumes:\n  data:\n";
const script = { "test.sh": "docker compose -f compose.yaml -f compose.test.yaml up --wait\n" };

export const rp407 = defineRule({
  id: "RP407",
  why: "Tests that empty their database empty the one of development too, or one stack starts on the other's data.",
  bad: {
    "compose.yaml": base,
    "compose.test.yaml": "services:\n  db:\n    environment: { POSTGRES_DB: test }\n",
    ...script,
  },
  good: {
    "compose.yaml": base,
    "compose.test.yaml": "name: shop-test\nservices:\n  db:\n    environment: { POSTGRES_DB: test }\n",
    ...script,
  },
  fix: "Give the stack a name of its own, or its data a tmpfs or another volume",
  *check(inventory) {
    const holders = new Map<string, { readonly stack: Stack; readonly name: string; readonly at: Place }>();
    const found: Found[] = [];
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      if (isLive(stack) && !isForDevelopers(one) && lostData(one) !== undefined)
        found.push({
          at: place("image"),
          message: `service "${name}" of the ${stack.purpose} stack has no volume for its data`,
        });
      if (!familyOf(service.image)?.data.length || !runsServer(service)) continue;
      for (const [index, { type, source }] of (service.volumes ?? []).entries()) {
        const volume = type === "volume" && source !== undefined ? stack.project?.volumes[source] : undefined;
        if (!volume || stack.isUnknown(volume.name)) continue;
        const at = place("volumes", index);
        // Projects in folders of the same name are apart on most machines; a name that is given is the same everywhere.
        const key = `${folderOf(stack.files[0] ?? "")}\0${volume.name}`;
        const other = holders.get(key);
        if (other === undefined) holders.set(key, { stack, name, at });
        else if (other.stack === stack && other.name !== name && !one.service.volumes?.[index]?.read_only) {
          const message = `service "${name}" keeps its data in the volume "${volume.name}", which service "${other.name}" has too`;
          found.push({ at, message, evidence: [{ ...other.at, text: `services.${other.name} uses it` }] });
        } else if (
          other.stack !== stack &&
          other.stack.purpose !== stack.purpose &&
          [other.stack.purpose, stack.purpose].includes("test")
        ) {
          const message = `service "${name}" of the ${stack.purpose} stack keeps its data in the volume "${volume.name}", which the ${other.stack.purpose} stack has too`;
          found.push({ at, message, evidence: [{ ...other.at, text: `${other.stack.files.join(" + ")} uses it` }] });
        }
      }
    }
    yield* found;
  },
});
