import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, isTest, joinPath } from "../../inventory/paths.ts";
import { readCode } from "../../inventory/variables/strip-comments.ts";
import { defineRule } from "../rule.ts";
import { missingFiles } from "./named-files.ts";
import { withNested } from "./nested-commands.ts";

export const sc501 = defineRule({
  id: "SC501",
  why: "The script ends with an error at this line, perhaps half done.",
  bad: { "package.json": '{ "scripts": { "seed": "tsx scripts/seed.ts" } }\n', "src/seed.ts": "" },
  good: {
    "package.json": '{ "scripts": { "seed": "tsx scripts/seed.ts", "start": "node dist/server.js" } }\n',
    "scripts/seed.ts": 'import { rows } from "./rows.ts";\n',
    "scripts/rows.ts": "export const rows = [];\n",
  },
  fix: "Name a file that is there, or take the command away",
  *check(inventory) {
    for (const line of inventory.commands.flatMap(withNested)) {
      if (line.origin === "document" || line.origin === "workflow" || isTest(line.at.file)) continue;
      for (const { written, nearest } of missingFiles(line, inventory)) {
        yield {
          at: line.at,
          message: `${written} is run here and is not in the repository`,
          evidence: nearest ? [{ file: nearest, line: 1, column: 1, text: "perhaps this is meant" }] : [],
          ...(nearest ? { fix: `Name ${nearest}, if that is meant, or take the command away` } : {}),
        };
      }
    }
    for (const path of inventory.paths) {
      if (/(?:^|\/)scripts?\/[^/]+\.[cm]?[jt]s$/.test(path) && !isTest(path)) yield* importFaults(path, inventory);
    }
  },
});

/** Relative imports of a script that lead nowhere, and names that the module does not export. */
function* importFaults(file: string, { text, has, place }: Inventory): Iterable<Found> {
  const { code, isInString } = readCode(text(file) ?? "", "slashes");
  const imports =
    /\b(?:import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|[\w*\s,{}]+?)\s+from\s+["'](\.{1,2}\/[^"'\n]+)["']|\b(?:require|import)\(\s*["'](\.{1,2}\/[^"'\n]+)["']\s*\)/g;
  for (const match of code.matchAll(imports)) {
    const written = match[2] ?? match[3] ?? "";
    const base = joinPath(folderOf(file), written);
    if (isInString(match.index) || base === undefined || /(?:^|\/)(?:dist|build|generated|\.[\w-]+)\//.test(base))
      continue;
    const bare = base.replace(/\.[cm]?jsx?$/, "");
    const ends = [
      "",
      ".ts",
      ".tsx",
      ".mts",
      ".cts",
      ".js",
      ".jsx",
      ".mjs",
      ".cjs",
      ".json",
      "/index.ts",
      "/index.tsx",
      "/index.js",
    ];
    const found = [base, ...ends.map((end) => `${base}${end}`), ...ends.map((end) => `${bare}${end}`)].find(
      (path) => has(path) && text(path) !== undefined,
    );
    const at = place(file, match.index + match[0].lastIndexOf(written));
    if (found === undefined) {
      if (!has(base)) yield { at, message: `${written} is imported here and is not in the repository` };
      continue;
    }
    if (match[1] === undefined || !/\.[cm]?[jt]sx?$/.test(found)) continue;
    const target = readCode(text(found) ?? "", "slashes").code;
    if (/\bexport\s*\*|\bmodule\.exports|\bexports\.|\bexport\s+(?:const|let|var)\s*[{[]/.test(target)) continue;
    for (const name of match[1].split(",").map(
      (one) =>
        one
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s+as\s+/)[0] ?? "",
    )) {
      if (!/^\w+$/.test(name) || name === "default" || new RegExp(`\\bexport\\b[^;=(]*?\\b${name}\\b`).test(target))
        continue;
      yield {
        at: place(file, match.index + match[0].indexOf(name)),
        message: `${name} is imported from ${written}, which does not export it`,
        evidence: [{ file: found, line: 1, column: 1, text: `no export ${name}` }],
      };
    }
  }
}
