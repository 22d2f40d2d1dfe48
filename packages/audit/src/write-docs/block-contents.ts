import type { Stack } from "../inventory/compose/stack.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { canonicalCommands } from "../report/canonical-commands.ts";
import { composeCommand } from "../report/compose-command.ts";
import { isReached } from "../report/compose-matrix.ts";
import { scriptCommand } from "../report/script-command.ts";
import { variableTable } from "../report/variable-table.ts";
import type { BlockName } from "./marked-blocks.ts";
import { meaningOf } from "./variable-meaning.ts";

/** What stands in each block, in Markdown; undefined where there is nothing to tell. */
export const blockContents: Readonly<Record<BlockName, (inventory: Inventory) => string | undefined>> = {
  variables,
  scenarios,
  commands,
};

/** The reference of the configuration: every variable that is read, put in or has a line in a template. */
function variables(inventory: Inventory): string | undefined {
  const rows = variableTable(inventory).map((row) => [
    code(row.name),
    row.secret ? `${row.class}, secret` : row.class,
    row.required ? "yes" : "no",
    row.default === undefined || row.default === "" ? "–" : code(row.default),
    meaningOf(row.name, inventory) ?? "",
  ]);
  return table(["Variable", "Class", "Required", "Default", "Meaning"], rows);
}

/** Which Compose files are for which scenario; those that nobody uses are for none. */
function scenarios(inventory: Inventory): string | undefined {
  const legacy = new Set(inventory.composeFiles.filter((file) => !isReached(file, inventory)).map(({ path }) => path));
  const rows = inventory.stacks
    .filter(({ project, files }) => project && !files.some((file) => legacy.has(file)))
    .map((stack) => [
      stack.purpose,
      stack.files.map(code).join(" + "),
      Object.keys(stack.project?.services ?? {}).join(", "),
      code(`${composeCommand(stack)} up -d`),
    ]);
  return table(["Scenario", "Compose files", "Services", "Command"], rows);
}

/** Names of scripts, by what people want to do. */
const tasks: readonly (readonly [task: string, names: RegExp])[] = [
  ["Start for development", /^(?:dev|start:dev|develop|serve|start)$/],
  ["Build", /^build$/],
  ["Check", /^(?:check|lint)$/],
  ["Run the tests", /^(?:test|tests)$/],
  ["Run the end-to-end tests", /^(?:test:e2e|e2e|test:integration|integration)$/],
];

/** The commands that people and programs use. */
function commands(inventory: Inventory): string | undefined {
  const root = inventory.manifests.filter(({ folder }) => folder === "");
  const rows = tasks.flatMap(([task, names]) => {
    const found = root.flatMap((manifest) => {
      const named = [...manifest.targets.keys()].filter((name) => names.test(name));
      // The first alternative of the pattern is the usual name.
      return named.slice(0, 1).map((name) => scriptCommand(manifest, name, inventory));
    });
    return found.length === 0 ? [] : [[task, code(found[0] ?? "")]];
  });
  const live = (stack: Stack): boolean => stack.project !== undefined && stack.purpose === "production";
  const deploy = inventory.stacks.filter(live).map((stack) => code(`${composeCommand(stack)} up -d`));
  const migrate = inventory.migrations.length === 0 ? undefined : canonicalCommands(inventory);
  const told = (where: "local" | "ci" | "production"): string[][] => {
    const [first] = migrate?.[where] ?? [];
    const words = { local: "Migrate the database", ci: "Migrate in CI", production: "Migrate in production" } as const;
    if (first === undefined || (where !== "local" && first.command === migrate?.local[0]?.command)) return [];
    const isCommand = !first.command.startsWith("the ");
    return [[words[where], isCommand ? code(first.command) : first.command]];
  };
  return table(
    ["To do", "Command"],
    [
      ...rows,
      ...told("local"),
      ...told("ci"),
      ...(deploy.length === 0 ? [] : [["Start in production", deploy.join(" or ")]]),
      ...told("production"),
    ],
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`.replaceAll("  |", " |");
  return [line(columns), `|${columns.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** Code within a cell of a table. */
function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const inner = text.replaceAll("\n", " ").replaceAll("|", "\\|");
  return fence === "`" ? `\`${inner}\`` : `${fence} ${inner} ${fence}`;
}
