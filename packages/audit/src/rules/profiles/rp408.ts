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
      yield { at: place(), message: `service "${name}" of the ${stack.purpose} stack has no restart policy` };
    }
  },
});
