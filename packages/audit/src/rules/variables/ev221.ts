import type { Found } from "../../finding.ts";
import { isTest } from "../../inventory/paths.ts";
import { hidden } from "../../knowledge/secret-values.ts";
import { findSecrets, mayHoldSecret } from "../../secrets/find-secrets.ts";
import { defineRule } from "../rule.ts";

// Put together, so that nobody who looks for secrets finds this file.
const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");

export const ev221 = defineRule({
  id: "EV221",
  why: "A secret in a file that is shared is known to everybody who ever saw the repository, also after it was taken out.",
  bad: { "src/client.ts": `export const token = "${token}";\n` },
  good: {
    "src/client.ts": `export const token = process.env.GITHUB_TOKEN;\n`,
    "README.md": "GITHUB_TOKEN=ghp_YOUR_TOKEN\n",
  },
  fix: "Take it out, and make a new one: this one is known",
  async check({ paths, text, learn, place }) {
    const found: Found[] = [];
    for (const path of paths) {
      if (isTest(path) || /(?:lock\.(?:json|yaml)|\.lock|\.lockb|\.svg|\.min\.js|\.map)$/.test(path)) continue;
      if (!learn("may hold a secret", path, mayHoldSecret)) continue;
      const content = text(path) ?? "";
      for (const { start, end, what } of await findSecrets(path, content)) {
        const at = place(path, start);
        found.push({
          at,
          message: `${what} stands here`,
          evidence: [{ ...at, text: hidden(content.slice(start, end)) }],
        });
      }
    }
    return found;
  },
});
