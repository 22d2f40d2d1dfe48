import type { Place } from "../../finding.ts";
import type { CommandLine } from "../commands/command-line.ts";
import type { Stack } from "../compose/stack.ts";
import type { Inventory } from "../inventory.ts";
import { folderOf, isTest, joinPath } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import { withoutComments } from "../variables/strip-comments.ts";
import type { MigrationSystem } from "./migration.ts";

/** Something that applies migrations: a command, an image, a mount, or code that calls the tool. */
export interface Applier {
  readonly at: Place;
  /** The command, or what does it. */
  readonly text: string;
  /** Whose migrations; `any` when that cannot be told. */
  readonly system: MigrationSystem | "any";
  /** The folder whose migrations it applies, when the configuration that it names tells. */
  readonly folder?: string;
  /** What it stands in. */
  readonly where: CommandLine["origin"] | "compose" | "image" | "code";
  /** The service that does it, where it stands in a Compose file. */
  readonly service?: { readonly stack: Stack; readonly name: string };
}

const tools: readonly (readonly [RegExp, Applier["system"]])[] = [
  [/\bprisma\s+(?:migrate\s+(?:deploy|dev|reset)|db\s+push)\b/, "prisma"],
  [/\bdrizzle-kit\s+(?:migrate|push|up)(?![\w-]*generate)\b/, "drizzle"],
  [/\bknex\b.*\bmigrate:(?:latest|up)\b/, "knex"],
  [/\bkysely\s+migrate[:\s]+(?:latest|up)\b/, "kysely"],
  [/\bmigration:run\b|\bschema:sync\b/, "typeorm"],
  [/\bsequelize(?:-cli)?\b.*\bdb:migrate\b(?!:)/, "sequelize"],
  [/\balembic\b.*\bupgrade\b|\bflask\s+db\s+upgrade\b/, "alembic"],
  [/\b(?:manage\.py|django-admin)\s+migrate\b/, "django"],
  [/\bdb:(?:migrate|prepare|setup)\b(?!:)/, "rails"],
  [/\bgoose\b.*\bup\b/, "goose"],
  [/\bdbmate\b.*\b(?:up|migrate)\b/, "dbmate"],
  [/\bsql-migrate\s+up\b/, "sql-migrate"],
  [/\bmigrate\b.*\s-(?:path|source|database)\b.*\bup\b/, "golang-migrate"],
  [/\bflyway\b.*\bmigrate\b/, "flyway"],
  [/\bdiesel\s+(?:migration\s+run|setup|database\s+(?:setup|reset))\b/, "diesel"],
  [
    /\bsqlx\s+(?:migrate\s+run|database\s+(?:setup|reset))\b|\batlas\s+migrate\s+apply\b|\b(?:psql|sqlite3|mysql)\b.*migrat/,
    "any",
  ],
];

/** Something named after migrating, of which no other word says that it only makes or shows them. */
const generic =
  /(?:^|[\s/:_."'-])(?:db[:_-]?)?(?:migrate|migrations?|upgrade[_-]db|db[:_-](?:up|setup|init|push|deploy|apply))(?:$|[\s:/_."';)-])/i;
const onlyMakes =
  /\b(?:generate|create|make|makemigrations|new|add|status|diff|check|down|rollback|revert|undo|list|lint|validate|prettier|eslint|biome|cp|rm|mkdir|ls|COPY|git|chmod|chown|resolve|format|echo|cat|grep)\b/;

const inCode =
  /\bmigrateToLatest\b|\brunMigrations?\b|\bapplyMigrations?\b|\bmigrate\(\s*\w|\bmigrator\b.*\.(?:up|run|migrate)|\bUmzug\b|\.migrate\.latest\(|\bmigrationsRun\s*:\s*true|\bgoose\.Up|\bm(?:igrator|igrate)?\.Up\(|\bmigrate\.New|sqlx::migrate!|\bembed_migrations!|\brun_pending_migrations|\bcommand\.upgrade\(|\.Migrate\(\)|\bmigrate\.Exec|\brun_migrations|\brun_sync\(|\bdbmate\b/i;

/** What applies migrations, anywhere but in documents. */
export function findAppliers(inventory: Inventory): readonly Applier[] {
  const found: Applier[] = [];
  for (const line of inventory.commands) {
    const { at, origin, words } = line;
    if (origin === "document") continue;
    const system = applies(words.join(" "));
    const folder = system === "drizzle" ? folderOfConfig(line, inventory) : undefined;
    if (system)
      found.push({ at, text: words.join(" "), system, where: origin, ...(folder === undefined ? {} : { folder }) });
  }
  for (const stack of inventory.stacks) {
    const { project, place } = stack;
    for (const [name, { command, entrypoint, image, volumes = [] }] of Object.entries(project?.services ?? {})) {
      const text = [entrypoint, command].flat().filter(Boolean).join(" ");
      const system =
        applies(text) ??
        (/\b(?:flyway|liquibase|dbmate|goose|atlas)\b|migrate\/migrate/.test(image ?? "") ? "any" : undefined);
      const service = { stack, name };
      if (system)
        found.push({ at: place(["services", name]), text: text || (image ?? ""), system, where: "compose", service });
      for (const [index, { source, target }] of volumes.entries()) {
        if (target?.startsWith("/docker-entrypoint-initdb.d") && source && /migrat|drizzle|prisma/.test(source))
          found.push({
            at: place(["services", name, "volumes", index]),
            text: target,
            system: "any",
            where: "compose",
            service,
          });
      }
    }
  }
  for (const { stages } of inventory.buildFiles) {
    for (const { name, text, at } of stages.flatMap(({ steps }) => steps)) {
      const system = /^(?:CMD|ENTRYPOINT|RUN)$/.test(name) ? applies(text.replace(/[[\]",]+/g, " ")) : undefined;
      if (system) found.push({ at, text: text.trim(), system, where: "image" });
    }
  }
  const migrations = new Set(inventory.migrations.flatMap(({ migrations: own }) => own.map(({ path }) => path)));
  for (const path of inventory.paths) {
    if (!/\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|php|cs)$/.test(path) || isTest(path) || migrations.has(path)) continue;
    found.push(...inventory.learn("migrates", path, (content) => calls(path, content)));
  }
  return found;
}

/** The first place of a file of code that applies migrations, in a list. */
function calls(path: string, content: string): readonly Applier[] {
  if (!/migrat|run_sync|alembic|dbmate/i.test(content)) return [];
  const code = withoutComments(content, /\.(?:py|rb)$/.test(path) ? "hash" : "slashes");
  const match =
    inCode.exec(code) ??
    (/readdir|glob|readFile|scandir|listdir|ReadDir|embed\.FS/.test(code)
      ? /["'`/]migrations?["'`/]/.exec(code)
      : null);
  const at = match && placesIn(path, content)(match.index);
  return match && at ? [{ at, text: match[0], system: "any", where: "code" }] : [];
}

/** The folder of migrations in the configuration that a command of Drizzle names: a project with two engines has two. */
function folderOfConfig({ words, folder = "" }: CommandLine, { text }: Inventory): string | undefined {
  const index = words.findIndex((word) => /^--config(?:=|$)/.test(word));
  const written = index === -1 ? undefined : (words[index]?.split("=")[1] ?? words[index + 1]);
  const config = written === undefined ? undefined : joinPath(folder, written);
  const out = /\bout["']?\s*:\s*["'`]([^"'`$]+)["'`]/.exec(config === undefined ? "" : (text(config) ?? ""))?.[1];
  return out === undefined || config === undefined ? undefined : joinPath(folderOf(config), out);
}

/** The tool whose migrations a command applies. */
function applies(command: string): Applier["system"] | undefined {
  const tool = tools.find(([pattern]) => pattern.test(command));
  if (tool) return tool[1];
  return generic.test(command) && !onlyMakes.test(command) ? "any" : undefined;
}
