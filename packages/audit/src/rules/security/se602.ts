import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { familyOf, holdsData, runsServer } from "../../knowledge/image-families.ts";
import { isPlaceholder, isWeakPassword } from "../../knowledge/secret-names.ts";
import { isForDevelopers, isLive } from "../profiles/live.ts";
import { defineRule } from "../rule.ts";
import { isOpen } from "./published.ts";

export const se602 = defineRule({
  id: "SE602",
  why: "The first password that anybody tries opens the data to whoever reaches the port.",
  bad: {
    "compose.yaml":
      'services:\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: postgres }\n    ports: ["5432:5432"]\n',
  },
  good: {
    "compose.yaml":
      'services:\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?set it}" }\n    ports: ["127.0.0.1:5432:5432"]\n',
  },
  fix: "Take the password from the environment or a secret, without a default",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      const family = familyOf(service.image);
      if (!family || !(holdsData(family) || family.kind === "admin") || !runsServer(service)) continue;
      const open = (service.ports ?? []).some(isOpen);
      if (stack.purpose === "test" || isTestOnly(service)) continue;
      const live = isLive(stack) && !isForDevelopers(one);
      // Closed to others, a guessable password of a default or development stack is nobody's way in.
      if (!open && !live) continue;
      const weak = weaknessOf(one, family.name, inventory);
      if (weak === undefined) continue;
      const { path, what } = weak;
      const where = open ? "publishes its port on all interfaces" : `belongs to the ${stack.purpose} stack`;
      yield {
        at: place(...path),
        message: `service "${name}" (${family.name}) ${where} and ${what}`,
        severity: open || path[0] !== "image" ? "error" : "warning",
      };
    }
  },
});

/** True for a service that only a profile for tests turns on. */
function isTestOnly({ profiles = [] }: StackService["service"]): boolean {
  return profiles.length > 0 && profiles.every((profile) => /^(?:tests?|testing|e2e|ci|integration)/i.test(profile));
}

interface Weakness {
  readonly path: readonly (string | number)[];
  readonly what: string;
}

const passwords: Readonly<Record<string, readonly (readonly [key: string, user?: string])[]>> = {
  postgres: [["POSTGRES_PASSWORD", "POSTGRES_USER"]],
  mysql: [["MYSQL_ROOT_PASSWORD"], ["MYSQL_PASSWORD", "MYSQL_USER"]],
  mariadb: [
    ["MARIADB_ROOT_PASSWORD"],
    ["MYSQL_ROOT_PASSWORD"],
    ["MARIADB_PASSWORD", "MARIADB_USER"],
    ["MYSQL_PASSWORD", "MYSQL_USER"],
  ],
  mongo: [["MONGO_INITDB_ROOT_PASSWORD", "MONGO_INITDB_ROOT_USERNAME"]],
  rabbitmq: [["RABBITMQ_DEFAULT_PASS", "RABBITMQ_DEFAULT_USER"]],
  minio: [["MINIO_ROOT_PASSWORD", "MINIO_ROOT_USER"]],
  mssql: [["MSSQL_SA_PASSWORD"], ["SA_PASSWORD"]],
  elasticsearch: [["ELASTIC_PASSWORD"]],
  pgadmin: [["PGADMIN_DEFAULT_PASSWORD"]],
  clickhouse: [["CLICKHOUSE_PASSWORD", "CLICKHOUSE_USER"]],
};

/** Without these the server lets everybody in. */
const without: Readonly<Record<string, readonly [keys: RegExp, what: string]>> = {
  mongo: [/^MONGO_INITDB_ROOT_(?:USERNAME|PASSWORD)(?:_FILE)?$|^MONGODB_ROOT_PASSWORD$/, "asks for no password"],
  rabbitmq: [/^RABBITMQ_DEFAULT_PASS(?:_FILE)?$|^RABBITMQ_PASSWORD$/, "keeps the password guest"],
  meilisearch: [/^MEILI_MASTER_KEY$/, "asks for no key"],
  minio: [/^MINIO_ROOT_PASSWORD(?:_FILE)?$|^MINIO_SECRET_KEY$/, "keeps the password minioadmin"],
};

function weaknessOf(one: StackService, family: string, inventory: Inventory): Weakness | undefined {
  const { service, stack } = one;
  const env = service.environment ?? {};
  if (env["POSTGRES_HOST_AUTH_METHOD"] === "trust")
    return { path: ["environment", "POSTGRES_HOST_AUTH_METHOD"], what: "asks for no password" };
  for (const [key, user] of passwords[family] ?? []) {
    const value = env[key];
    if (value === undefined || value === null || stack.isUnknown(value)) continue;
    if (
      isWeakPassword(value, user === undefined ? undefined : (env[user] ?? undefined)) ||
      (value !== "" && isPlaceholder(value) && !isAsked(one, key, inventory))
    )
      return { path: ["environment", key], what: `has a password that is guessed at once (${key})` };
  }
  const off = Object.entries(env).find(
    ([key, value]) =>
      (/^xpack\.security\.enabled$/.test(key) && /^false$/i.test(value ?? "")) ||
      (/^(?:DISABLE_SECURITY_PLUGIN|plugins\.security\.disabled)$/.test(key) && /^true$/i.test(value ?? "")),
  );
  if (off) return { path: ["environment", off[0]], what: "asks for no password" };
  const [keys, what] = without[family] ?? [];
  if (keys && what && !Object.keys(env).some((key) => keys.test(key)) && !mountsConfig(service.volumes))
    return { path: ["image"], what };
  if (family === "redis") {
    const startup = [...(service.command ?? []), ...(service.entrypoint ?? [])].join(" ");
    const asks =
      /requirepass|aclfile|\.conf\b|--user/.test(startup) ||
      Object.keys(env).some((key) => /PASSWORD|REDIS_ARGS|ACL/.test(key));
    if (!asks && !mountsConfig(service.volumes)) return { path: ["image"], what: "asks for no password" };
  }
  return undefined;
}

/** True for a value that everybody has to give: a template only shows where it goes. */
function isAsked({ name, stack, place }: StackService, key: string, { composeFiles }: Inventory): boolean {
  const { file, line } = place("environment", key);
  const variables = composeFiles.find(({ path }) => path === file)?.variables ?? [];
  const own = variables.filter(
    ({ path, at, operator }) => !operator.endsWith("-") && path[1] === name && (path.includes(key) || at.line === line),
  );
  return own.length > 0 && stack.files.includes(file);
}

function mountsConfig(volumes: StackService["service"]["volumes"]): boolean {
  return volumes?.some(({ target }) => /\.(?:conf|cfg|ya?ml|acl)$|\/etc\//.test(target)) ?? false;
}
