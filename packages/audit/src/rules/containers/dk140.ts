import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import { familyOf, runsServer } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";

const db = "services:\n  db:\n    image: mysql:8.4\n    environment: { MYSQL_ROOT_PASSWORD_FILE: /run/secrets/pw }\n";

export const dk140 = defineRule({
  id: "DK140",
  why: "The data goes with the container: `down`, or an update of the image, and it is lost.",
  bad: { "compose.yaml": db },
  good: { "compose.yaml": `${db}    volumes: [data:/var/lib/mysql]\nvolumes:\n  data:\n` },
  fix: "Mount a named volume where the image keeps its data",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const where = lostData(one);
      if (where === undefined) continue;
      const { name, service, place } = one;
      yield {
        at: place("image"),
        message: `service "${name}" (${service.image}) keeps its data in ${where}, and no volume is mounted there`,
      };
    }
  },
});

/** Where a service keeps data that goes with its container; undefined when it keeps none, or is for tests. */
export function lostData({ stack, name, service }: StackService): string | undefined {
  const family = familyOf(service.image);
  if (!family || family.data.length === 0 || service.build || !runsServer(service) || stack.purpose === "test")
    return undefined;
  if (
    (service.profiles ?? []).some((profile) => /test|e2e|ci/i.test(profile)) ||
    /(?:^|[-_])test(?:s|ing)?(?:[-_]|$)/i.test(name)
  )
    return undefined;
  const targets = [
    ...(service.volumes ?? []).map(({ target }) => target),
    ...(service.tmpfs ?? []).map((path) => path.split(":")[0] ?? path),
  ].map((path) => path.replace(/\/$/, ""));
  const startup = [...(service.command ?? []), ...Object.values(service.environment ?? {})].join(" ");
  const kept = targets.some(
    (target) =>
      family.data.some((path) => path === target || path.startsWith(`${target}/`) || target.startsWith(`${path}/`)) ||
      (target.length > 1 && startup.includes(target)),
  );
  return kept || service.volumes_from || service.deploy?.mode === "global" ? undefined : family.data[0];
}
