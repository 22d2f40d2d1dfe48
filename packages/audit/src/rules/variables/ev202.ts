import type { Inventory } from "../../inventory/inventory.ts";
import { offsetIn } from "../../inventory/text-place.ts";
import type { EnvFile } from "../../inventory/variables/env-files.ts";
import { isFlagName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { handedToImages } from "./handed-to-images.ts";
import { nearNames } from "./near-names.ts";

export const ev202 = defineRule({
  id: "EV202",
  why: "People fill in a value that changes nothing, and believe that it does.",
  bad: { ".env.example": "PORT=3000\nLEGACY_API_URL=\n", "src/app.ts": "listen(process.env.PORT);\n" },
  good: {
    ".env.example": "PORT=3000\nCACHE_URL=\n",
    "src/app.ts": "listen(process.env.PORT);\n",
    "compose.yaml": 'services:\n  web:\n    image: shop:1\n    environment:\n      CACHE: "${CACHE_URL}"\n',
  },
  fix: "Take it out of the template",
  *check(inventory) {
    const { envFiles, variables, variableUses, composeFiles } = inventory;
    if (variableUses.length === 0 && composeFiles.length === 0) return;
    const near = new Set(nearNames(inventory).map(({ written }) => written));
    const handed = handedToImages(inventory);
    for (const file of envFiles) {
      if (!file.template || !isOfThisCode(file, inventory)) continue;
      const isHanded = handed(file);
      for (const { key, at, off } of file.entries) {
        if (off || near.has(key) || isFlagName(key) || /[a-z]/.test(key)) continue;
        if (variables.isRead(key) || isHanded(key) || isUsedWithin(key, file, inventory)) continue;
        yield {
          at,
          message: `nothing reads ${key}: neither code nor scripts, Compose files or workflows`,
          fix: { text: `Take ${key} out of ${file.path}`, safe: false, edits: [lineOf(inventory, file.path, at.line)] },
        };
      }
    }
  },
});

/** True for a template whose reader is in the repository: a good part of its lines is read by something. */
function isOfThisCode({ entries }: EnvFile, { variables }: Inventory): boolean {
  const on = entries.filter(({ off }) => !off);
  return on.filter(({ key }) => variables.isRead(key)).length * 3 >= on.length;
}

/** True when another line of the file puts the value in: `URL=http://${HOST}`. */
function isUsedWithin(key: string, { path }: EnvFile, { text }: Inventory): boolean {
  return new RegExp(`\\$\\{?${key}\\b`).test(text(path) ?? "");
}

function lineOf({ text }: Inventory, file: string, line: number) {
  const content = text(file) ?? "";
  const start = offsetIn(content, { line, column: 1 });
  const end = content.indexOf("\n", start);
  return { file, start, end: end === -1 ? content.length : end + 1, text: "" };
}
