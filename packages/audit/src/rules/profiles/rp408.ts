import { addEntry, serviceIn } from "../../fix/add-entry.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import { defineRule } from "../rule.ts";
import { isForDevelopers, isJob, isLive } from "./live.ts";

const compose = "services:\n  web:\n    image: shop:1.4\n";

export const rp408 = defineRule({
  id: "RP408",
  why: "After a crash or a restart of the host the service stays down until somebody notices.",
  bad: { "compose.prod.yaml": compose },
  good: { "compose.prod.yaml": `${compose}    restart: unless-stopped\n` },
  fix: "Add restart: unless-stopped",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      if (!isLive(stack) || isForDevelopers(one) || isJob(one)) continue;
      if (service.restart !== undefined || service.deploy?.restart_policy !== undefined) continue;
      const last = stack.files.findLast((file) => serviceIn(inventory.composeFiles, file, name) !== undefined);
      const node = last === undefined ? undefined : serviceIn(inventory.composeFiles, last, name);
      // Into the file of the live stack alone: what others share is not for it to change.
      const edit =
        node && last !== undefined && last === stack.files.at(-1)
          ? addEntry(last, node, ["restart: unless-stopped"])
          : undefined;
      yield {
        at: place(),
        message: `service "${name}" of the ${stack.purpose} stack has no restart policy`,
        fix: { text: "Add restart: unless-stopped", safe: edit !== undefined, edits: edit ? [edit] : [] },
      };
    }
  },
});
