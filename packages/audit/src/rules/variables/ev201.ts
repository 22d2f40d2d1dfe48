import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import type { Variable } from "../../inventory/variables/variable-index.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { isFlagName, isImplicitName, isPlatformName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { lacksRequired } from "./ev212.ts";
import { nearNames } from "./near-names.ts";
import { appendLine, isRuntime, nearestTemplate } from "./templates.ts";

export const ev201 = defineRule({
  id: "EV201",
  why: "Whoever sets the project up from its template does not learn of the variable, and finds out when the program fails.",
  bad: { ".env.example": "PORT=3000\n", "src/db.ts": "export const url = process.env.DATABASE_URL;\n" },
  good: {
    ".env.example": "PORT=3000\nDATABASE_URL=\n",
    "src/db.ts": "// process.env.OLD_URL\nexport const url = process.env.DATABASE_URL;\n",
  },
  fix: "Add it to the template, with an example or an empty value",
  *check(inventory) {
    if (!inventory.envFiles.some(({ template }) => template)) return;
    const near = new Set(nearNames(inventory).map(({ read }) => read));
    for (const variable of inventory.variables.all.values()) {
      const { name } = variable;
      if (name.length < 3) continue;
      if (near.has(name) || isFlagName(name) || isPlatformName(name) || lacksRequired(variable, inventory)) continue;
      const found = lackOf(variable, inventory);
      if (found) yield found;
    }
  },
});

function lackOf(variable: Variable, inventory: Inventory): Found | undefined {
  const { name, uses, templates, values } = variable;
  const isGiven = templates.length + values.length > 0 || inventory.variables.isGiven(name);
  const lacking = isGiven ? uses.filter(({ at }) => isOthersOnly(at.file, variable, inventory)) : uses;
  const first = lacking.find(isRuntime) ?? lacking.find(({ inTest }) => !inTest) ?? lacking[0];
  if (first === undefined || (isGiven && !isRuntime(first))) return undefined;
  const fallback = lacking.find((use) => use.fallback !== undefined)?.fallback;
  // What every framework reads, with a value for those who do not set it, is no setting of the project.
  if (fallback !== undefined && (!isRuntime(first) || isImplicitName(name))) return undefined;
  // A script that loads no env file is told by its caller.
  if (first.via === "shell" && !/\.env\b/.test(inventory.text(first.at.file) ?? "")) return undefined;
  const template = nearestTemplate(inventory, first.at.file);
  if (template === undefined) return undefined;
  const isBad = isRuntime(first) && fallback === undefined;
  const what =
    fallback === undefined
      ? "without a fallback"
      : fallback === ""
        ? "with a fallback"
        : `with the fallback "${fallback}"`;
  return {
    at: first.at,
    message: isSecretName(name)
      ? `${name} is read, but ${template.path} does not name it`
      : `${name} is read ${what}, but ${template.path} does not name it`,
    evidence: [
      { file: template.path, line: 1, column: 1, text: `no line for ${name}` },
      ...lacking.slice(1, 4).map(({ at }) => ({ ...at, text: "also read here" })),
    ],
    fix: {
      text: `Add ${name} to ${template.path}`,
      safe: true,
      edits: [appendLine(inventory, template.path, `${name}=${isSecretName(name) ? "" : (fallback ?? "")}`)],
    },
    ...(isBad ? {} : { severity: "info" }),
  };
}

/** True when a program of a workspace has a template of its own, and only templates of other programs name the variable. */
function isOthersOnly(file: string, { templates, values }: Variable, { envFiles }: Inventory): boolean {
  const homes = envFiles.filter(({ template }) => template).map(({ path }) => folderOf(path));
  const own = homes.find((home) => home !== "" && file.startsWith(`${home}/`));
  if (own === undefined || homes.includes("")) return false;
  return [...templates, ...values].every((entry) => {
    const home = folderOf(entry.file.path);
    return home !== "" && !file.startsWith(`${home}/`);
  });
}
