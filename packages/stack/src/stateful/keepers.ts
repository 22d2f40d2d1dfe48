import type { ContainerInspect } from "@slipway/engine";

/**
 * A container whose volume keeps a password that it was given when it was first started: another value in its environment changes
 * nothing there. Source: the images' documentation, "environment variables are only used when the data directory is empty".
 */
export interface PasswordKeeper {
  readonly containerId: string;
  readonly container: string;
  readonly running: boolean;
  /** Undefined: nobody here knows how to change it. */
  readonly postgres?: { readonly role: string; readonly database: string };
  /** The variable that has the password, or names its file. */
  readonly variable: string;
}

/** Variables by which images take a password once, into their volume. */
export const initialPasswords = [
  "POSTGRES_PASSWORD",
  "MYSQL_ROOT_PASSWORD",
  "MYSQL_PASSWORD",
  "MARIADB_ROOT_PASSWORD",
  "MARIADB_PASSWORD",
  "MONGO_INITDB_ROOT_PASSWORD",
  "RABBITMQ_DEFAULT_PASS",
  "ELASTIC_PASSWORD",
  "CLICKHOUSE_PASSWORD",
  "DOCKER_INFLUXDB_INIT_PASSWORD",
  "DOCKER_INFLUXDB_INIT_ADMIN_TOKEN",
  "NEO4J_AUTH",
  "KC_BOOTSTRAP_ADMIN_PASSWORD",
  "GF_SECURITY_ADMIN_PASSWORD",
] as const;

/** Pure: the containers that keep this value; `file` is where a container sees it as a file. */
export function keepersOf(
  inspects: readonly Pick<ContainerInspect, "Id" | "Name" | "Config" | "State">[],
  value: string,
  file: string,
): readonly PasswordKeeper[] {
  return inspects.flatMap(({ Id, Name, Config, State }) => {
    const variables = new Map(
      (Config.Env ?? []).map((text): [string, string] => {
        const equals = text.indexOf("=");
        return [text.slice(0, equals), text.slice(equals + 1)];
      }),
    );
    const variable = initialPasswords.find(
      (name) => variables.get(name)?.endsWith(value) || variables.get(`${name}_FILE`) === file,
    );
    if (variable === undefined) return [];
    const role = variables.get("POSTGRES_USER") || "postgres";
    return [
      {
        containerId: Id,
        container: Name.replace(/^\//, ""),
        running: State.Running,
        variable,
        ...(variable === "POSTGRES_PASSWORD"
          ? { postgres: { role, database: variables.get("POSTGRES_DB") || role } }
          : {}),
      },
    ];
  });
}
