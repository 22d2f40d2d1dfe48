import { eachService } from "../../inventory/compose/each-service.ts";
import { defineRule } from "../rule.ts";

const compose = 'services:\n  web:\n    image: shop:1.4\n    ports: ["127.0.0.1:8090:80"]\n';

export const dk128 = defineRule({
  id: "DK128",
  why: "Who starts the stack does not know where to look, and who looks for a free port does not know what is taken.",
  bad: { "compose.yaml": compose, "README.md": "# Shop\n\n`docker compose up` starts the shop.\n" },
  good: {
    "compose.yaml": compose,
    "README.md": "# Shop\n\n`docker compose up` starts the shop on http://localhost:8090.\n",
  },
  fix: "Name the port and what answers there in the README",
  *check(inventory) {
    const documents = inventory.documents
      .filter(({ history }) => !history)
      .map(({ path }) => inventory.text(path) ?? "");
    // Only of a repository that tells how it is run can a port be missing there.
    if (!documents.some((text) => /\bcompose\b|docker|slipway/i.test(text))) return;
    const told = new Set(documents.flatMap((text) => text.match(/\b\d{2,5}\b/g) ?? []));
    for (const { stack, name, service, place } of eachService(inventory)) {
      if (stack.purpose === "test") continue;
      for (const [index, { published }] of (service.ports ?? []).entries()) {
        if (published === undefined || !/^\d+$/.test(published) || stack.isUnknown(published)) continue;
        if (told.has(published) || published === "80" || published === "443") continue;
        yield { at: place("ports", index), message: `port ${published} of service "${name}" is in no document` };
      }
    }
  },
});
