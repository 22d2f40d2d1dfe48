import { isFlagName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { nearNames } from "./near-names.ts";
import { appendLine, nearestTemplate } from "./templates.ts";

export const ev224 = defineRule({
  id: "EV224",
  why: "A feature that can be switched is a secret of those who read the code.",
  bad: { ".env.example": "PORT=3000\n", "src/app.ts": "if (process.env.ENABLE_SEARCH) search();\n" },
  good: { ".env.example": "ENABLE_SEARCH=false\n", "src/app.ts": "if (process.env.ENABLE_SEARCH) search();\n" },
  fix: "Add the flag to the template",
  *check(inventory) {
    const near = new Set(nearNames(inventory).map(({ read }) => read));
    for (const { name, uses, templates, values } of inventory.variables.all.values()) {
      const use = uses.find(({ inTest }) => !inTest);
      if (!isFlagName(name) || use === undefined || templates.length + values.length > 0 || near.has(name)) continue;
      const template = nearestTemplate(inventory, use.at.file);
      if (template === undefined) continue;
      yield {
        at: use.at,
        message: `the flag ${name} is read, but ${template.path} does not name it`,
        evidence: [{ file: template.path, line: 1, column: 1, text: `no line for ${name}` }],
        fix: {
          text: `Add ${name} to ${template.path}`,
          safe: true,
          edits: [appendLine(inventory, template.path, `${name}=${use.fallback ?? "false"}`)],
        },
      };
    }
  },
});
