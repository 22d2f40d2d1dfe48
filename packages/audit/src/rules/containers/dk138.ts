import { eachService, envFilesOf } from "../../inventory/compose/each-service.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { familyOf, runsServer } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";

export const dk138 = defineRule({
  id: "DK138",
  why: "The container ends at once: its image does not start without one of these variables.",
  bad: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: app\n" },
  good: {
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD: ${DB_PASSWORD:?set it}\n",
  },
  fix: "Set one of these variables, from the environment or a secret",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { name, service, place, stack } = one;
      const family = familyOf(service.image);
      // A build of one's own, or a command that is no server, may need nothing.
      if (!family || service.build || !runsServer(service)) continue;
      const files = envFilesOf(inventory, one);
      if (files.some(({ path }) => !inventory.has(path) && templateFor(path, inventory.has) === undefined)) continue;
      const inFiles = (key: string): boolean => files.length > 0 && key in (service.environment ?? {});
      const given = (key: string): boolean =>
        (service.environment?.[key] ?? "") !== "" ||
        inFiles(key) ||
        (key in (service.environment ?? {}) && service.environment?.[key] === null);
      for (const row of family.needs) {
        if (row.some(given) || stack.isUnknown(service.image ?? "")) continue;
        const [first = "", ...more] = row.filter(
          (key) =>
            (!key.endsWith("_FILE") && !/^(?:POSTGRESQL_|ALLOW_EMPTY|MYSQL_)/.test(key)) || family.name === "mysql",
        );
        const others = more.length > 0 ? ` (or ${more.join(", ")})` : "";
        yield {
          at: place("image"),
          message: `service "${name}" runs ${service.image}, which does not start without ${first}${others}`,
        };
      }
    }
  },
});
