import { isFlagName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { nearNames } from "./near-names.ts";

export const ev225 = defineRule({
  id: "EV225",
  why: "People switch a feature on or off, and nothing happens.",
  bad: { ".env.example": "ENABLE_BETA=true\n", "src/app.ts": "listen(process.env.PORT);\n" },
  good: { ".env.example": "ENABLE_BETA=true\n", "src/app.ts": 'if (process.env.ENABLE_BETA === "true") beta();\n' },
  fix: "Take the flag out, or let it govern what it names",
  *check(inventory) {
    const { envFiles, variables, variableUses, composeFiles } = inventory;
    if (variableUses.length === 0 && composeFiles.length === 0) return;
    const near = new Set(nearNames(inventory).map(({ written }) => written));
    for (const { template, entries } of envFiles) {
      if (!template) continue;
      for (const { key, at, off } of entries) {
        if (off || !isFlagName(key) || near.has(key) || variables.isRead(key)) continue;
        yield { at, message: `the flag ${key} governs nothing: neither code nor scripts or Compose files read it` };
      }
    }
  },
});
