import { defineRule } from "../rule.ts";
import { configDocuments } from "./config-document.ts";

const code = "const { A_URL, B_URL, C_URL } = process.env;\n";
const rows = (filler: string): string =>
  ["A_URL", "B_URL", "C_URL"].map((name) => `| \`${name}\` ${filler}|\n`).join("");

export const ev229 = defineRule({
  id: "EV229",
  why: "The table says what a variable means, but not whether the program runs without it.",
  bad: { "src/app.ts": code, "docs/config.md": `| Variable | Meaning |\n|---|---|\n${rows("| an address ")}` },
  good: {
    "src/app.ts": code,
    "docs/config.md": `| Variable | Required | Default | Meaning |\n|---|---|---|---|\n${rows("| yes | – | an address ")}`,
  },
  fix: "Add a column that tells which variables are required, or what they are without",
  *check(inventory) {
    const main = configDocuments(inventory)[0];
    if (main?.table === undefined) return;
    const headers = main.table.headers;
    if (headers.some((header) => /required|optional|default|mandatory|needed/i.test(header))) return;
    yield {
      at: main.table.at,
      message: `the table of variables has no column for required or default: ${headers.filter((header) => header !== "").join(", ")}`,
    };
  },
});
