import type { EnvEntry } from "../../inventory/variables/env-files.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { hidden, looksReal, urlCredentials } from "../../knowledge/secret-values.ts";
import { defineRule } from "../rule.ts";
import { replaceValue } from "./templates.ts";

export const ev207 = defineRule({
  id: "EV207",
  why: "A template is public to everybody who sees the repository, and so is what stands in it.",
  bad: { ".env.example": "PAYMENT_API_KEY=kJ8s0Zq2mN4vB7xC1lP5wQ9e\n" },
  good: { ".env.example": "PAYMENT_API_KEY=your-key\nSESSION_SECRET=change-me\nDB_PASSWORD=postgres\n" },
  fix: "Take the value away, and make a new secret: this one is known",
  *check(inventory) {
    for (const { path, template, entries } of inventory.envFiles) {
      if (!template) continue;
      for (const entry of entries) {
        if (!isRealSecret(entry)) continue;
        yield {
          at: entry.at,
          message: `the value of ${entry.key} looks like a real secret`,
          evidence: [{ ...entry.at, text: hidden(entry.value) }],
          fix: {
            text: `Take the value of ${entry.key} out of ${path}, and make a new secret: this one is known`,
            safe: true,
            edits: replaceValue(inventory, entry.at, entry.key, ""),
          },
        };
      }
    }
  },
});

/** True for a line with a secret that somebody made: by its name and value, or by the password of its URL. */
export function isRealSecret({ key, value }: Pick<EnvEntry, "key" | "value">): boolean {
  const login = urlCredentials(value);
  if (login) return looksReal(login.password);
  if (/:\/\//.test(value)) return false;
  if (isSecretName(key)) return looksReal(value);
  return (
    /(?:^|_)KEY$/.test(key) &&
    !/(?:PUBLIC|PUBLISHABLE|SITE|CACHE)_KEY$/.test(key) &&
    value.length >= 20 &&
    looksReal(value)
  );
}
