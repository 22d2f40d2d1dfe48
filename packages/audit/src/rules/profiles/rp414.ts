import type { Stack } from "../../inventory/compose/stack.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { type EnvFile, templateFor } from "../../inventory/variables/env-files.ts";
import { isPlatformName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { nearNames } from "../variables/near-names.ts";
import { appendLine } from "../variables/templates.ts";

const compose = 'services:\n  web:\n    image: "shop:${SHOP_VERSION}"\n';

export const rp414 = defineRule({
  id: "RP414",
  why: "Whoever fills in the template and starts the profile gets an empty text where the value belongs.",
  bad: { "compose.yaml": compose, ".env.example": "PORT=3000\n" },
  good: { "compose.yaml": compose, ".env.example": "SHOP_VERSION=1.4\n" },
  fix: "Add the variable to the template",
  *check(inventory) {
    const near = new Set(nearNames(inventory).map(({ read }) => read));
    for (const stack of inventory.stacks) {
      const own = templatesOf(stack, inventory);
      const [template] = own;
      if (template === undefined) continue;
      const given = new Set(
        [...own, ...valuesOf(stack, inventory)].flatMap(({ entries }) => entries.map(({ key }) => key)),
      );
      for (const path of stack.files) {
        const file = inventory.composeFiles.find((one) => one.path === path);
        const seen = new Set<string>();
        for (const { name, operator, at } of file?.variables ?? []) {
          if (given.has(name) || near.has(name) || seen.has(name) || isPlatformName(name)) continue;
          if (operator !== "" && !operator.endsWith("?")) continue;
          if (hasDefault(name, inventory) || (operator !== "" && !isNamedAnywhere(name, inventory))) continue;
          seen.add(name);
          yield {
            at,
            message: `${name} has no default, and ${template.path} does not name it`,
            evidence: [{ file: template.path, line: 1, column: 1, text: `no line for ${name}` }],
            fix: {
              text: `Add ${name} to ${template.path}`,
              safe: true,
              edits: [appendLine(inventory, template.path, `${name}=`)],
            },
          };
        }
      }
    }
  },
});

/** The templates of the env files that a stack is started with: those of its command, else of its folder, else of the root. */
function templatesOf(stack: Stack, { envFiles, has }: Inventory): readonly EnvFile[] {
  const templates = envFiles.filter(({ template }) => template);
  const asked = stack.envFiles.flatMap((path) => templateFor(path, has) ?? []);
  if (stack.envFiles.length > 0) return templates.filter(({ path }) => asked.includes(path));
  const folder = folderOf(stack.files[0] ?? "");
  const beside = templates.filter(({ path }) => folderOf(path) === folder);
  return (beside.length > 0 ? beside : templates.filter(({ path }) => folderOf(path) === "")).toSorted(
    (a, b) => a.path.length - b.path.length,
  );
}

/** Env files with values that the stack is started with. */
function valuesOf(stack: Stack, { envFiles }: Inventory): readonly EnvFile[] {
  const folder = folderOf(stack.files[0] ?? "");
  return envFiles.filter(
    ({ template, path }) =>
      !template && (stack.envFiles.includes(path) || folderOf(path) === folder || folderOf(path) === ""),
  );
}

/** DK135 tells of a variable that has a default elsewhere. */
function hasDefault(name: string, { variables }: Inventory): boolean {
  return variables.all.get(name)?.substitutions.some(({ operator }) => operator.endsWith("-")) ?? false;
}

/** DK135 tells of a required variable that no env file has. */
function isNamedAnywhere(name: string, { variables }: Inventory): boolean {
  const variable = variables.all.get(name);
  return [...(variable?.templates ?? []), ...(variable?.values ?? [])].some(({ off }) => !off);
}
