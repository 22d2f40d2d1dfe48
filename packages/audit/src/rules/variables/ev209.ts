import type { Inventory } from "../../inventory/inventory.ts";
import { isFixture, isTest, nameOf } from "../../inventory/paths.ts";
import type { EnvFile } from "../../inventory/variables/env-files.ts";
import { defineRule } from "../rule.ts";

export const ev209 = defineRule({
  id: "EV209",
  why: "People keep a file up to date that nothing reads.",
  bad: { ".env.legacy.example": "PORT=3000\n", "src/app.ts": "listen(process.env.PORT);\n" },
  good: {
    ".env.worker.example": "PORT=3000\n",
    "compose.yaml": "services:\n  web:\n    image: shop:1\n    env_file: .env.worker\n",
  },
  fix: "Delete it, or load it where it is meant to be read",
  *check(inventory) {
    const { envFiles, referencesTo } = inventory;
    const words = envFileWords(inventory);
    for (const file of envFiles) {
      const { path } = file;
      if (isFixture(path) || isTest(path) || isUsual(file) || referencesTo(path).length > 0) continue;
      const loaded = loadedName(file);
      if (words.some((word) => loaded === word || nameOf(path) === word || isBeginning(word, loaded))) continue;
      yield {
        at: { file: path, line: 1, column: 1 },
        message: file.template
          ? `nothing loads ${loaded}, and nothing names this template`
          : `nothing loads ${path}: no code, script, workflow or Compose file names it`,
      };
    }
  },
});

/** Names that frameworks and docker compose find by themselves. */
function isUsual(file: EnvFile): boolean {
  return /^\.?env(?:\.(?:local|development|production|test)(?:\.local)?|\.vault|\.keys)?$/.test(loadedName(file));
}

/** The name of the file that a template is copied to. */
function loadedName({ path, template }: EnvFile): string {
  const name = nameOf(path);
  if (!template) return name;
  const bare = name.replace(/[._-]?(?:example|sample|template|dist|tmpl|tpl|defaults?)(?=[._-]|$)/i, "");
  return bare === "" || bare === "env" ? ".env" : bare;
}

/** Names of env files that stand anywhere outside env files; of `.env.${stage}` what stands before the variable. */
function envFileWords({ paths, learn }: Inventory): readonly string[] {
  const words = new Set<string>();
  for (const path of paths) {
    if (
      /^\.?env(?:\.|$)|\.(?:lock|svg|css|sql)$|(?:lock\.(?:json|yaml)|\.gitignore|\.dockerignore|CHANGELOG.*)$/i.test(
        nameOf(path),
      )
    )
      continue;
    for (const word of learn("env files", path, envFilesIn)) words.add(word);
  }
  return [...words];
}

function envFilesIn(text: string): readonly string[] {
  if (!text.includes("env")) return [];
  return text.match(/[\w-]*\.env(?:[.-][\w-]+)*[.-]?(?:\$\{?\w+|\{\w*\})?|[\w-]+\.env\b/g) ?? [];
}

function isBeginning(word: string, name: string): boolean {
  const cut = word.search(/[${]/);
  return cut > 0 && name.startsWith(word.slice(0, cut)) && name !== word.slice(0, cut);
}
