import type { Inventory } from "../inventory/inventory.ts";
import type { Variable } from "../inventory/variables/variable-index.ts";
import { isSecretName } from "../knowledge/secret-names.ts";
import { isFlagName, isImplicitName, isPlatformName } from "../knowledge/variable-families.ts";

/** A variable, who reads it and who tells of it. */
export interface VariableTableRow {
  readonly name: string;
  /** `core`: what the program is configured with; `database`: addresses and logins of data services; `flag`: switches a feature. */
  readonly class: "core" | "database" | "tool" | "flag";
  /** True when a schema, or a Compose file with `:?`, refuses to go on without it. */
  readonly required: boolean;
  readonly secret: boolean;
  /** What stands in when it is not set; undefined for secrets, and when nothing does. */
  readonly default?: string;
  /** `file:line` of the first places that read it, at most three. */
  readonly readIn: readonly string[];
  /** Templates that name it. */
  readonly templates: readonly string[];
  /** Compose files that put it in. */
  readonly composeFiles: readonly string[];
}

const database =
  /^(?:\w+_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|VALKEY|SQLITE|ELASTIC|ELASTICSEARCH|OPENSEARCH|CLICKHOUSE|MEMCACHED|CACHE|RABBITMQ|AMQP|KAFKA|NATS)(?:_\w+)?$|^PG(?:HOST|PORT|USER|PASSWORD|DATABASE)$/;

/** The variables that the repository reads, puts in or has in a template, by name. Those of tests alone and of platforms are left out. */
export function variableTable({ variables }: Inventory): readonly VariableTableRow[] {
  return [...variables.all.values()]
    .filter(({ name, uses, substitutions, templates }) => {
      const own = uses.some(({ inTest }) => !inTest) || substitutions.length + templates.length > 0;
      return own && (!isPlatformName(name) || templates.length > 0);
    })
    .map(rowOf)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function rowOf({ name, uses, substitutions, templates }: Variable): VariableTableRow {
  const reading = uses.filter(({ inTest }) => !inTest);
  const secret = isSecretName(name);
  const fallback =
    reading.find((use) => use.fallback !== undefined)?.fallback ??
    substitutions.find(({ operator, operand }) => operator.endsWith("-") && !operand.includes("$"))?.operand;
  const places = [...reading, ...substitutions].map(({ at }) => `${at.file}:${at.line}`);
  return {
    name,
    class: classOf(
      name,
      reading.map(({ at }) => at.file),
    ),
    required: reading.some(({ required }) => required) || substitutions.some(({ operator }) => operator.endsWith("?")),
    secret,
    ...(fallback === undefined || secret || /:\/\/[^/@\s]*:[^/@\s]*@/.test(fallback) ? {} : { default: fallback }),
    readIn: [...new Set(places)].slice(0, 3),
    templates: [...new Set(templates.map(({ file }) => file.path))],
    composeFiles: [...new Set(substitutions.map(({ at }) => at.file))],
  };
}

function classOf(name: string, files: readonly string[]): VariableTableRow["class"] {
  if (isFlagName(name)) return "flag";
  if (database.test(name)) return "database";
  const forTools =
    files.length > 0 &&
    files.every((file) => /(?:^|\/)(?:scripts?|tools?|hack|\.github)\/|\.config\.[cm]?[jt]s$|\.sh$/.test(file));
  return forTools || (files.length === 0 && isImplicitName(name)) ? "tool" : "core";
}
