import type { Inventory } from "../../inventory/inventory.ts";
import type { EnvFile } from "../../inventory/variables/env-files.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { envFilesOfServices } from "./env-file-uses.ts";

/** Beginnings of names that images made elsewhere read. */
const imageNames =
  /^(?:POSTGRES|MYSQL|MARIADB|MONGO|MONGO_INITDB|REDIS|VALKEY|RABBITMQ|MINIO|KC|KEYCLOAK|PGADMIN|PMA|GF|N8N|DB_POSTGRESDB|ES|ELASTIC|KAFKA|ZOOKEEPER|CLICKHOUSE|INFLUXDB|TRAEFIK|WORDPRESS|NEO4J|SURREAL|MEILI|TYPESENSE|QDRANT|WEAVIATE|HASURA|SOLR|COUCHDB|CASSANDRA|MSSQL|SA|ACCEPT|VAULT|CONSUL|NGINX|ADMINER|ME_CONFIG|MAILPIT|MP|MH|LOCALSTACK|AWS|GITEA|NEXTCLOUD|PUID|PGID|TZ|IMGPROXY|MATTERMOST|MM)(?:_|$)/;

/**
 * Tells of the variables of an env file or template whether an image made elsewhere gets them, and may read them. Where it is the
 * program's own file that is handed on as a whole, only those count that images are known to read.
 */
export function handedToImages(inventory: Inventory): (file: EnvFile) => (name: string) => boolean {
  const handed = new Set(
    envFilesOfServices(inventory)
      .filter(({ built }) => !built)
      .flatMap(({ path }) => [path, templateFor(path, inventory.has) ?? path]),
  );
  return (file) => {
    if (!handed.has(file.path)) return () => false;
    const own = file.entries.filter(({ key }) => inventory.variables.isReadByCode(key)).length;
    return own >= 3 ? (name) => imageNames.test(name) : () => true;
  };
}
