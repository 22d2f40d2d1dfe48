import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest, nameOf } from "../../inventory/paths.ts";
import type { EnvFile } from "../../inventory/variables/env-files.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { looksReal, urlCredentials } from "../../knowledge/secret-values.ts";
import { defineRule } from "../rule.ts";
import { appendLine } from "./templates.ts";

export const ev223 = defineRule({
  id: "EV223",
  why: "The env file of one person, with its secrets, comes to everybody with the next commit.",
  bad: { ".env": "DB_PASSWORD=kJ8s0Zq2mN4v\n", ".gitignore": "node_modules\n" },
  good: { ".env.example": "DB_PASSWORD=\n", ".gitignore": ".env*\n!.env.example\n" },
  fix: "Take it out of git with git rm --cached, and write it into .gitignore",
  *check(inventory) {
    const { envFiles, repository } = inventory;
    for (const file of envFiles) {
      const found = file.template ? ignoredTemplate(file, inventory) : ownFile(file, inventory);
      if (found) yield found;
    }
    const template = envFiles.find(
      ({ path, template: is }) =>
        is && /^(?:\.env\.(?:example|sample|template|dist)|\.?env[._-](?:example|sample|template))$/.test(path),
    );
    if (template === undefined || repository.ignores(".env") || inventory.has(".env")) return;
    const hasIgnore = inventory.has(".gitignore");
    yield {
      at: { file: hasIgnore ? ".gitignore" : template.path, line: 1, column: 1 },
      message: "no ignore rule keeps .env out of git",
      evidence: [{ file: template.path, line: 1, column: 1, text: "people make .env from this" }],
      ...(hasIgnore
        ? { fix: { text: "Add .env to .gitignore", safe: true, edits: [appendLine(inventory, ".gitignore", ".env")] } }
        : { fix: "Add a .gitignore with .env" }),
    };
  },
});

function ownFile(file: EnvFile, { repository }: Inventory): Found | undefined {
  const { path, entries } = file;
  if (isTest(path) || /(?:^|[._-])(?:tests?|ci|e2e)(?:[._-]|$)/.test(nameOf(path)) || /(?:^|\/)examples?\//.test(path))
    return undefined;
  const secret = entries.find(
    ({ key, value, off }) => !off && value !== "" && !/^\$/.test(value) && (isSecretName(key) || urlCredentials(value)),
  );
  const isLocal = /\.local$/.test(path);
  if (secret === undefined && !isLocal) return undefined;
  const evidence = secret ? [{ ...secret.at, text: `${secret.key} has a value` }] : [];
  const at = { file: path, line: 1, column: 1 };
  if (repository.isTracked(path)) {
    if (secret && entries.every(({ value }) => !looksReal(urlCredentials(value)?.password ?? value))) {
      const message = `git keeps ${path}: whoever fills its secrets in commits them with the next change`;
      return {
        at,
        message,
        evidence,
        fix: `Name it ${path}.example, and write ${path} into .gitignore`,
        severity: "warning",
      };
    }
    const what = secret ? "it holds secrets" : "it is meant for one person's machine";
    return {
      at,
      message: `git keeps ${path}, and ${what}`,
      evidence,
      fix: `Take it out with git rm --cached ${path}, write it into .gitignore, and make the secrets new`,
    };
  }
  return {
    at,
    message: `${path} holds secrets, and no ignore rule keeps it out of git`,
    evidence,
    fix: `Add ${path} to .gitignore`,
  };
}

/** A template that an ignore rule hits: a copy that is not tracked yet never gets to anybody. */
function ignoredTemplate({ path }: EnvFile, { repository, has }: Inventory): Found | undefined {
  if (!repository.ignores(path)) return undefined;
  return {
    at: has(".gitignore") ? { file: ".gitignore", line: 1, column: 1 } : { file: path, line: 1, column: 1 },
    message: `an ignore rule hits the template ${path}`,
    evidence: [{ file: path, line: 1, column: 1, text: "the template" }],
    fix: `Except it: add !${path} to .gitignore behind the rule`,
    severity: "warning",
  };
}
