import type { Place } from "../../finding.ts";
import type { Document } from "../../inventory/documents/read-document.ts";
import { variableRows } from "../../inventory/documents/variable-rows.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isPlatformName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";

export const ev205 = defineRule({
  id: "EV205",
  why: "People set a variable that changes nothing, because the document says so.",
  bad: {
    "src/app.ts": "listen(process.env.PORT, process.env.HOST);\n",
    "README.md":
      "| Variable | Meaning |\n|---|---|\n| `PORT` | where it listens |\n| `HOST` | address |\n| `WORKER_COUNT` | how many |\n",
  },
  good: {
    "src/app.ts": "listen(process.env.PORT, process.env.HOST);\n",
    "README.md":
      "| Variable | Meaning |\n|---|---|\n| `PORT` | where it listens |\n| `HOST` | address |\n\nTold with `HTTP_404`.\n",
  },
  fix: "Take it out of the document",
  *check(inventory) {
    const { documents, variables, variableUses, composeFiles } = inventory;
    if (variableUses.length === 0 && composeFiles.length === 0) return;
    for (const document of documents) {
      if (document.history) continue;
      const told = new Map<string, Place>();
      for (const [name, at] of namesTold(document, inventory)) if (!told.has(name)) told.set(name, at);
      for (const [name, at] of told) {
        if (variables.isRead(name) || isPlatformName(name) || isFamily(name) || inventory.mentions(name)) continue;
        const inTemplate = variables.all.get(name)?.templates[0];
        yield {
          at,
          message: `the document tells of ${name}, which nothing reads`,
          evidence: inTemplate ? [{ ...inTemplate.at, text: `also in ${inTemplate.file.path}` }] : [],
        };
      }
    }
  },
});

/** Names that stand for others: `MY_VARIABLE`, `YOUR_KEY`, `XXX_URL`. */
function isFamily(name: string): boolean {
  return /^(?:MY|YOUR|SOME|EXAMPLE|FOO|BAR|XXX|NAME|THE)_|_XXX\b|_EXAMPLE$|_$|^(?:FOO|BAR|BAZ|NAME|KEY|VALUE)$/.test(
    name,
  );
}

/** The names of tables and lists among names that exist, and what a fence sets: `NAME=value`, `export NAME=value`, `-e NAME=value`. */
function* namesTold(document: Document, { variables, text }: Inventory): Iterable<readonly [name: string, at: Place]> {
  const isOurs = (name: string): boolean => {
    const variable = variables.all.get(name);
    return variable !== undefined && !isPlatformName(name) && variable.uses.length + variable.templates.length > 0;
  };
  const rows = variableRows(document, text(document.path) ?? "");
  for (const [, own] of Map.groupBy(rows, ({ table }) => table)) {
    const known = own.filter(({ name }) => variables.isReadByCode(name) || variables.all.has(name)).length;
    if (known < 2 || known * 2 < own.length) continue;
    for (const { name, at } of own) if (name.includes("_")) yield [name, at];
  }
  for (const { text: code, language, start } of document.code) {
    if (language === undefined || !/^(?:|sh|bash|shell|zsh|console|env|dotenv|ini|properties|text)$/.test(language))
      continue;
    const names = [...code.matchAll(/^[ \t]*(?:\$ )?(?:export[ \t]+)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=/gm)];
    const known = names.filter((match) => isOurs(match[1] ?? "")).length;
    // A fence most of whose names do not exist is about another program, or about what people write themselves.
    if (known === 0 || known * 2 < names.length) continue;
    for (const match of names) {
      const name = match[1] ?? "";
      const isUsedThere = new RegExp(`\\$\\{?${name}\\b`).test(code);
      if (!isUsedThere) yield [name, document.place(start + match.index + match[0].indexOf(name))];
    }
  }
}
