import { lineage } from "../../inventory/build/build-file.ts";
import { buildOf } from "../../inventory/build/find-builds.ts";
import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";
import { isForDevelopers, isJob, isLive } from "./live.ts";

const compose = 'services:\n  web:\n    image: shop:1.4\n    restart: always\n    ports: ["80:8080"]\n';

export const rp406 = defineRule({
  id: "RP406",
  why: "The engine takes a program for well that hangs: updates go on over it, and nobody is told.",
  bad: { "compose.prod.yaml": compose },
  good: { "compose.prod.yaml": `${compose}    healthcheck:\n      test: ["CMD", "shop", "check"]\n` },
  fix: "Add a healthcheck that asks the program itself",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service } = one;
      if (
        !isLive(stack) ||
        isForDevelopers(one) ||
        isJob(one) ||
        service.healthcheck?.test ||
        service.healthcheck?.disable
      )
        continue;
      if (imageChecks(one, inventory)) continue;
      yield { at: one.place(), message: `service "${name}" of the ${stack.purpose} stack has no healthcheck` };
    }
  },
});

/** True when the image brings a healthcheck of its own, or may bring one. */
function imageChecks({ name, service, stack }: StackService, { builds, buildFiles }: Inventory): boolean {
  if (!service.build)
    return /(?:^|\/)(?:pihole|gitlab-[ce]e|jellyfin|plex|pms-docker|mailpit|vaultwarden|uptime-kuma|netdata|node-red)(?:\/|:|@|$)/.test(
      service.image ?? "",
    );
  const build = buildOf({ stack, name }, builds);
  const file = buildFiles.find(({ path }) => path === build?.dockerfile);
  const stage =
    file?.stages.find((one) => one.name !== undefined && one.name === build?.target?.toLowerCase()) ??
    file?.stages.at(-1);
  return (
    file === undefined ||
    stage === undefined ||
    lineage(file, stage).some(({ steps }) => steps.some((step) => step.name === "HEALTHCHECK"))
  );
}
