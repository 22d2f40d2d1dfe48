import type { Service } from "@slipway/compose";
import type { Found } from "../../finding.ts";
import type { Stack } from "../../inventory/compose/stack.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import type { Variable } from "../../inventory/variables/variable-index.ts";
import type { VariableUse } from "../../inventory/variables/variable-use.ts";
import { isPlatformName } from "../../knowledge/variable-families.ts";
import { defineRule } from "../rule.ts";
import { nearNames } from "./near-names.ts";
import { appendLine, nearestTemplate } from "./templates.ts";

const schema =
  'import { z } from "zod";\nexport const env = z.object({ DATABASE_URL: z.string().url(), SESSION_SECRET: z.string() }).parse(process.env);\n';

export const ev212 = defineRule({
  id: "EV212",
  why: "The program checks its environment when it starts, and does not start without the variable.",
  bad: { ".env.example": "DATABASE_URL=\n", "src/env.ts": schema },
  good: { ".env.example": "DATABASE_URL=\nSESSION_SECRET=\n", "src/env.ts": schema },
  fix: "Add it to the template, and to each service that runs the program",
  *check(inventory) {
    const near = new Set(nearNames(inventory).map(({ read }) => read));
    for (const variable of inventory.variables.all.values()) {
      const use = lacksRequired(variable, inventory);
      const template = use && nearestTemplate(inventory, use.at.file);
      if (use === undefined || template === undefined || near.has(variable.name)) continue;
      yield {
        at: use.at,
        message: `${variable.name} is required here, but ${template.path} does not name it`,
        evidence: [{ file: template.path, line: 1, column: 1, text: `no line for ${variable.name}` }],
        fix: {
          text: `Add ${variable.name} to ${template.path}`,
          safe: true,
          edits: [appendLine(inventory, template.path, `${variable.name}=`)],
        },
      };
    }
    const told = new Set<string>();
    for (const stack of inventory.stacks) yield* lackingServices(stack, inventory, told);
  },
});

/** The row of a schema that requires a variable which no template and no env file names. */
export function lacksRequired(variable: Variable, { envFiles, variables }: Inventory): VariableUse | undefined {
  const { name, uses, templates, values } = variable;
  if (templates.length + values.length > 0 || isPlatformName(name) || variables.isGiven(name)) return undefined;
  if (!envFiles.some(({ template }) => template)) return undefined;
  return uses.find(({ via, required, inTest }) => via === "schema" && required && !inTest);
}

/** Services that run a program and give it most of what its schema requires, but not all. */
function* lackingServices({ project, place, files }: Stack, inventory: Inventory, told: Set<string>): Iterable<Found> {
  const rows = inventory.variableUses.filter(({ via, required, inTest }) => via === "schema" && required && !inTest);
  const byFile = Map.groupBy(rows, ({ at }) => at.file);
  for (const [name, service] of Object.entries(project?.services ?? {})) {
    const folder = folderOfProgram(service, inventory);
    if (folder === undefined || service.environment === undefined || runsTests(service)) continue;
    const inImage = imageEnvironment(service, inventory);
    for (const [file, required] of byFile) {
      if (folder !== "" && !file.startsWith(`${folder}/`)) continue;
      const names = [...new Map(required.map((use) => [use.name, use])).values()];
      const lacking = names.filter((use) => !(use.name in (service.environment ?? {})) && !inImage.has(use.name));
      // A service that gets less than half of it runs something else.
      if (lacking.length === 0 || lacking.length * 2 > names.length) continue;
      for (const use of lacking) {
        // An overlay shows the fault of its base once more.
        const key = `${files[0]} ${name} ${use.name}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          at: place(["services", name, "environment"]),
          message: `service "${name}" does not get ${use.name}, which its program requires`,
          evidence: [{ ...use.at, text: `${use.name} is required here` }],
          fix: `Give ${use.name} to service "${name}"`,
        };
      }
    }
  }
}

/** True for a service that runs tests instead of the program. */
function runsTests({ command = [], entrypoint = [] }: Service): boolean {
  return /\b(?:test(?::\S*)?|playwright|cypress|vitest|jest|pytest|mocha|e2e)\b/.test(
    [...(entrypoint ?? []), ...(command ?? [])].join(" "),
  );
}

/** The folder whose code the image of a service holds: that of its Dockerfile, or its build context. */
function folderOfProgram({ build }: Service, { repository }: Inventory): string | undefined {
  if (build?.context === undefined || !build.context.startsWith(repository.root)) return undefined;
  const context = build.context.slice(repository.root.length + 1);
  const file = build.dockerfile ?? "Dockerfile";
  const folder = folderOf(file.startsWith("/") ? "" : file.replace(/^\.\//, ""));
  return [context, folder].filter((part) => part !== "" && part !== ".").join("/");
}

function imageEnvironment({ build }: Service, { repository, buildFiles }: Inventory): ReadonlySet<string> {
  const context = build?.context?.slice(repository.root.length + 1) ?? "";
  const path = [context, build?.dockerfile ?? "Dockerfile"]
    .filter((part) => part !== "")
    .join("/")
    .replace("/./", "/");
  const steps = buildFiles.find((file) => file.path === path)?.stages.flatMap((stage) => stage.steps) ?? [];
  const lines = steps.filter(({ name }) => name === "ENV").flatMap(({ words }) => words);
  return new Set(lines.map((word) => word.split("=")[0] ?? ""));
}
