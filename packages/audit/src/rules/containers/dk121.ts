import { type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import { folderOf } from "../../inventory/paths.ts";
import { familyOf, holdsData } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";

export const dk121 = defineRule({
  id: "DK121",
  why: "Hosts, scripts and documents that name the service are right for one of the files and wrong for the other.",
  bad: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17\n",
    "compose.test.yaml": "services:\n  postgres:\n    image: postgres:17\n",
  },
  good: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17\n",
    "compose.test.yaml": "services:\n  db:\n    image: postgres:17\n    tmpfs: /var/lib/postgresql\n",
  },
  fix: "Give the service the same name in all files",
  *check({ stacks }) {
    const seen = new Map<string, StackService>();
    for (const stack of stacks) {
      const roles = Map.groupBy(servicesOf(stack), ({ service }) => {
        const family = familyOf(service.image);
        return family && holdsData(family) ? family.name : "";
      });
      for (const [role, services] of roles) {
        // What only a profile turns on stands in for the one that is always there.
        const usual = services.filter(({ service }) => (service.profiles ?? []).length === 0);
        const [only, ...more] = usual.length > 0 ? usual : services;
        // Two of a kind have names that tell them apart.
        if (role === "" || only === undefined || more.length > 0) continue;
        const key = `${folderOf(stack.files[0] ?? "")}\0${role}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, only);
        else if (first.name !== only.name) {
          const there = first.place("image");
          yield {
            at: only.place("image"),
            message: `the ${role} service is called "${only.name}" here and "${first.name}" in ${there.file}`,
            evidence: [{ ...there, text: `services.${first.name}` }],
          };
        }
      }
    }
  },
});
