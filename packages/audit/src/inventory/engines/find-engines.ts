import { nodeAt } from "@slipway/core";
import { familyOf } from "../../knowledge/image-families.ts";
import type { Inventory } from "../inventory.ts";
import { engineNamed, engineOfUrl } from "../migrations/engine-names.ts";
import type { Engine } from "../migrations/migration.ts";
import { isTest, nameOf } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import { withoutComments } from "../variables/strip-comments.ts";
import { engineOfDriver } from "./drivers.ts";
import type { EngineUse } from "./engine-use.ts";

/** Everything that speaks of a database engine, documents aside. */
export function findEngines(inventory: Inventory): readonly EngineUse[] {
  return [
    ...fromStacks(inventory),
    ...fromWorkflows(inventory),
    ...fromCode(inventory),
    ...fromLists(inventory),
    ...fromSchemas(inventory),
    ...fromEnvFiles(inventory),
    ...fromCommands(inventory),
  ];
}

function engineOfImage(image: string | undefined): Engine | undefined {
  const family = familyOf(image);
  return family?.kind === "database" ? engineNamed(family.name) : undefined;
}

function* fromStacks({ stacks }: Inventory): Iterable<EngineUse> {
  for (const { project, place, purpose, isUnknown } of stacks) {
    const inTest = purpose === "test";
    for (const [name, { image, build, environment = {} }] of Object.entries(project?.services ?? {})) {
      const engine = engineOfImage(image);
      if (engine)
        yield {
          engine,
          at: place(["services", name, "image"]),
          text: `image ${image}`,
          kind: "service",
          live: true,
          inTest,
        };
      // What a program of somebody else is told is its own affair.
      if (engine || build === undefined) continue;
      for (const [key, value] of Object.entries(environment)) {
        if (typeof value !== "string" || isUnknown(value)) continue;
        const found = engineIn(key, value);
        if (found) yield { ...found, at: place(["services", name, "environment", key]), live: false, inTest };
      }
    }
  }
}

/** What a variable says of an engine: by a connection string, or by its name as the value of `DB_ENGINE`. */
function engineIn(key: string, value: string): Pick<EngineUse, "engine" | "text" | "kind"> | undefined {
  const byUrl = /(?:URL|URI|DSN|CONNECTION|DATABASE|DB)/.test(key) ? engineOfUrl(value.trim()) : undefined;
  if (byUrl) return { engine: byUrl, text: `${key}=${/^[a-z0-9+]+:/i.exec(value.trim())?.[0] ?? ""}…`, kind: "url" };
  const byName = isEngineFlag(key) ? engineNamed(value.trim()) : undefined;
  return byName ? { engine: byName, text: `${key}=${value.trim()}`, kind: "flag" } : undefined;
}

/** True for a variable that chooses between engines. */
export function isEngineFlag(key: string): boolean {
  return /^(?:\w+_)?(?:DB|DATABASE|STORAGE|STORE)_(?:ENGINE|DIALECT|TYPE|CLIENT|DRIVER|PROVIDER|BACKEND|VENDOR|KIND|CONNECTION)$|^(?:DB|DATABASE)$/.test(
    key,
  );
}

function* fromWorkflows({ workflows, place }: Inventory): Iterable<EngineUse> {
  for (const { path, root, kind } of workflows) {
    const jobs = kind === "actions" ? nodeAt(root, ["jobs"]) : undefined;
    if (jobs?.kind !== "mapping") continue;
    for (const [, { value: job }] of jobs.entries) {
      const services = nodeAt(job, ["services"]);
      if (services?.kind !== "mapping") continue;
      for (const [, { value }] of services.entries) {
        const image = nodeAt(value, ["image"]) ?? value;
        if (image.kind !== "scalar" || typeof image.value !== "string") continue;
        const engine = engineOfImage(image.value);
        if (engine)
          yield {
            engine,
            at: place(path, image.origin.start),
            text: `image ${image.value}`,
            kind: "ci service",
            live: false,
            inTest: true,
          };
      }
    }
  }
}

const imports =
  /(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+)["']|^[ \t]*(?:from|import)\s+([\w.]+)|^[ \t]*(?:[\w.]+\s+|_\s+)?"([\w./-]+)"\s*$|\bENGINE["']\s*:\s*["']([\w.]+)["']|^\s*use\s+(\w+)/gm;

function* fromCode({ paths, learn, manifests }: Inventory): Iterable<EngineUse> {
  const packages = new Set(manifests.flatMap(({ dependencies }) => dependencies));
  // What no list of packages has cannot run any more.
  const isLive = (path: string, name: string): boolean => {
    if (packages.size === 0 || !/\.[cm]?[jt]sx?$/.test(path) || /^(?:bun|node):/.test(name)) return true;
    const parts = name.split("/").slice(0, name.startsWith("@") ? 2 : 1);
    return packages.has(parts.join("/"));
  };
  for (const path of paths) {
    if (!/\.(?:[cm]?[jt]sx?|py|go|rs)$/.test(path)) continue;
    for (const use of learn("drivers", path, (text) => driversIn(path, text)))
      yield { ...use, live: isLive(path, use.text.replace("imports ", "")) };
  }
}

/** The drivers that a file of code imports. */
function driversIn(path: string, text: string): readonly EngineUse[] {
  if (!/pg|postgres|psycopg|mysql|maria|sqlite|libsql|mongo|mssql|tedious|slonik|neon/i.test(text)) return [];
  const code = withoutComments(text, path.endsWith(".py") ? "hash" : "slashes");
  const place = placesIn(path, text);
  return [...code.matchAll(imports)].flatMap((match): EngineUse[] => {
    const name = match.slice(1).find((part) => part !== undefined) ?? "";
    const engine = engineOfDriver(name);
    const at = place(match.index + match[0].indexOf(name));
    return engine ? [{ engine, at, text: `imports ${name}`, kind: "driver", live: true, inTest: isTest(path) }] : [];
  });
}

/** The lists of packages of npm, Python, Go and others. */
function* fromLists({ paths, text, place }: Inventory): Iterable<EngineUse> {
  for (const path of paths) {
    const name = nameOf(path);
    if (!/^(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|go\.mod|Cargo\.toml|Gemfile)$/.test(name))
      continue;
    const content = text(path) ?? "";
    for (const { index, 1: entry = "" } of content.matchAll(
      /(?:^|["'\s,[])((?:@[\w-]+\/)?[A-Za-z][\w./-]*)(?=["'\s=<>~![;,]|$)/gm,
    )) {
      const engine = engineOfDriver(entry);
      // A script of package.json may have a program of the same name.
      if (
        !engine ||
        (name === "package.json" &&
          !new RegExp(`^${entry}"\\s*:\\s*"[\\^~\\d*>=<wlnpc]`).test(
            content.slice(content.indexOf(entry, index), content.indexOf(entry, index) + entry.length + 24),
          ))
      )
        continue;
      yield {
        engine,
        at: place(path, content.indexOf(entry, index)),
        text: `depends on ${entry}`,
        kind: "dependency",
        live: name !== "package.json",
        inTest: isTest(path),
      };
    }
  }
}

function* fromSchemas({ schemas, migrations }: Inventory): Iterable<EngineUse> {
  for (const { path, engine, system } of schemas)
    if (engine)
      yield {
        engine,
        at: { file: path, line: 1, column: 1 },
        text: `a schema of ${system}`,
        kind: "schema",
        live: true,
        inTest: false,
      };
  for (const { folder, engine, migrations: own } of migrations) {
    const file = own[0]?.path;
    if (engine && file)
      yield {
        engine,
        at: { file, line: 1, column: 1 },
        text: `the migrations of ${folder}`,
        kind: "migrations",
        live: true,
        inTest: false,
      };
  }
}

function* fromEnvFiles({ envFiles }: Inventory): Iterable<EngineUse> {
  for (const { path, entries } of envFiles) {
    for (const { key, value, at } of entries) {
      const found = engineIn(key, value);
      if (found) yield { ...found, at, live: false, inTest: /test|ci/i.test(nameOf(path)) };
    }
  }
}

const programs: readonly (readonly [RegExp, Engine])[] = [
  [/^(?:psql|pg_dump|pg_dumpall|pg_restore|pg_isready|createdb|dropdb)$/, "postgres"],
  [/^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)$/, "mysql"],
  [/^(?:sqlite3)$/, "sqlite"],
  [/^(?:mongo|mongosh|mongodump|mongorestore)$/, "mongodb"],
];

function* fromCommands({ commands }: Inventory): Iterable<EngineUse> {
  for (const { words, at, origin } of commands) {
    if (origin === "document") continue;
    for (const word of words) {
      const program = programs.find(([pattern]) => pattern.test(nameOf(word)))?.[1];
      if (program)
        yield { engine: program, at, text: nameOf(word), kind: "command", live: false, inTest: isTest(at.file) };
      const [key = "", ...rest] = word.split("=");
      const found = /^[A-Z_]+$/.test(key) ? engineIn(key, rest.join("=")) : undefined;
      if (found) yield { ...found, at, live: false, inTest: isTest(at.file) };
    }
  }
}
