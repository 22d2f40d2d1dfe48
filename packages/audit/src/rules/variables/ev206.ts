import type { Fix } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import type { VariableUse } from "../../inventory/variables/variable-use.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { isPlatformName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { type ConfigDocument, configDocuments } from "./config-document.ts";
import { isRuntime } from "./templates.ts";

const table = (names: readonly string[]): string =>
  `| Variable | Default | Meaning |\n|---|---|---|\n${names.map((name) => `| \`${name}\` | – | … |\n`).join("")}`;

export const ev206 = defineRule({
  id: "EV206",
  why: "Whoever runs the program looks the variables up in its document, and does not learn of this one.",
  bad: {
    "src/app.ts": "const { A_URL, B_URL, C_URL, D_URL } = process.env;\n",
    "docs/config.md": table(["A_URL", "B_URL", "C_URL"]),
  },
  good: {
    "src/app.ts": "const { A_URL, B_URL, C_URL, D_URL } = process.env;\n",
    "docs/config.md": table(["A_URL", "B_URL", "C_URL", "D_URL"]),
  },
  fix: "Add a row for it",
  *check(inventory) {
    const documents = configDocuments(inventory);
    const [main] = documents;
    if (main === undefined) return;
    const told = namesIn(inventory);
    const lacking: { readonly name: string; readonly use: VariableUse }[] = [];
    for (const { name, uses } of inventory.variables.all.values()) {
      const use = uses.find(isRuntime);
      if (use === undefined || told.has(name) || isPlatformName(name)) continue;
      lacking.push({ name, use });
    }
    const at = main.table?.at ?? main.rows[0]?.at ?? { file: main.document.path, line: 1, column: 1 };
    const evidence = lacking.map(({ name, use }) => ({ ...use.at, text: `${name} is read here` }));
    // A list that lacks more than it has is one fault, not many.
    if (lacking.length > Math.max(8, main.rows.length)) {
      const names = lacking.slice(0, 5).map(({ name }) => name);
      yield {
        at,
        message: `${main.document.path} does not tell of ${lacking.length} variables that are read: ${names.join(", ")} and others`,
        evidence,
        fix: `Add a row to ${main.document.path} for each`,
      };
      return;
    }
    for (const [index, { name, use }] of lacking.entries()) {
      yield {
        at,
        message: `${name} is read, but ${main.document.path} does not tell of it`,
        evidence: evidence.slice(index, index + 1),
        fix: rowFor(name, main, isSecretName(name) ? undefined : use.fallback, inventory),
      };
    }
  },
});

/** Every name that stands in a document that is not of the past. */
function namesIn({ documents, text }: Inventory): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path, history } of documents) {
    if (history) continue;
    for (const [name] of (text(path) ?? "").matchAll(/\b[A-Z][A-Z0-9_]+\b/g)) names.add(name);
  }
  return names;
}

function rowFor(
  name: string,
  { document, table: own }: ConfigDocument,
  fallback: string | undefined,
  { text }: Inventory,
): Fix {
  const advice = `Add a row for ${name} to ${document.path}`;
  if (own === undefined) return { text: advice, safe: false, edits: [] };
  const cells = own.headers.map((header, index) =>
    index === 0 ? `\`${name}\`` : /default/i.test(header) && fallback ? `\`${fallback}\`` : " ",
  );
  const end = Math.min(own.end, (text(document.path) ?? "").length);
  return {
    text: advice,
    safe: false,
    edits: [{ file: document.path, start: end, end, text: `\n| ${cells.join(" | ")} |` }],
  };
}
