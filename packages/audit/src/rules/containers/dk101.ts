import { isReached } from "../../report/compose-matrix.ts";
import { defineRule } from "../rule.ts";

const service = "services:\n  web:\n    image: nginx:1.27\n";

export const dk101 = defineRule({
  id: "DK101",
  why: "A file that nobody uses goes on being read, copied and repaired, and is wrong on the day somebody believes it.",
  bad: { "compose.yaml": service, "docker-compose.old.yml": service },
  good: {
    "compose.yaml": service,
    "compose.prod.yaml": service,
    "deploy.sh": "docker compose -f compose.prod.yaml up -d\n",
  },
  fix: "Delete it, or name it in the script or document that uses it",
  *check(inventory) {
    for (const file of inventory.composeFiles) {
      if (isReached(file, inventory)) continue;
      const message = `nothing uses ${file.path}: no script, workflow, document or other Compose file names it`;
      yield { at: { file: file.path, line: 1, column: 1 }, message };
    }
  },
});
