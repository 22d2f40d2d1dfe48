import type { Found } from "../../finding.ts";
import { defineRule } from "../rule.ts";

export const dk107 = defineRule({
  id: "DK107",
  why: "Nothing starts when a service waits for one that is not there, or for itself.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.27\n    depends_on: [databse]\n  database:\n    image: redis:7\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.27\n    depends_on: [database]\n  database:\n    image: redis:7\n",
  },
  fix: "Name a service of the same stack, and let no two wait for each other",
  *check({ stacks, relative }) {
    for (const { diagnostics } of stacks) {
      for (const { severity, code, message, at, hint } of diagnostics) {
        if (severity !== "error" || at === undefined) continue;
        if (!/^COMPOSE_(?:UNDEFINED_SERVICE|NO_SUCH_SERVICE|DEPENDENCY_CYCLE|EXTENDS_UNKNOWN)$/.test(code)) continue;
        const found: Found = { at: relative(at), message };
        yield hint === undefined ? found : { ...found, fix: hint };
      }
    }
  },
});
