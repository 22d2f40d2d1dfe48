import type { Service } from "@slipway/compose";

/** What is known of the images that run the same program. */
export interface ImageFamily {
  readonly name: string;
  readonly kind: "database" | "cache" | "queue" | "search" | "objects" | "admin" | "metrics" | "mail" | "proxy";
  /** The last part of the repository's name. */
  readonly images: RegExp;
  /** The ports that it listens on with its data or its pages. */
  readonly ports: readonly number[];
  /** Where its data lies; empty when it keeps none that must last. */
  readonly data: readonly string[];
  /** Variables of which one of each row must be set, or the container ends at once. */
  readonly needs: readonly (readonly string[])[];
  /** The variables that its image knows. */
  readonly variables: RegExp;
}

type Row = readonly [
  name: string,
  kind: ImageFamily["kind"],
  images: RegExp,
  ports: readonly number[],
  data: readonly string[],
  variables: RegExp,
  needs?: ImageFamily["needs"],
];

const none = /^$/;

const rows: readonly Row[] = [
  [
    "postgres",
    "database",
    /^(?:postgres|postgresql|pgvector|pgautoupgrade|postgis|timescaledb(?:-ha)?|citus|supabase-postgres|paradedb)$/,
    [5432],
    ["/var/lib/postgresql/data", "/var/lib/postgresql", "/bitnami/postgresql", "/home/postgres/pgdata"],
    /^(?:POSTGRES|PG|POSTGRESQL)/,
    [
      [
        "POSTGRES_PASSWORD",
        "POSTGRES_PASSWORD_FILE",
        "POSTGRES_HOST_AUTH_METHOD",
        "POSTGRESQL_PASSWORD",
        "POSTGRESQL_PASSWORD_FILE",
        "ALLOW_EMPTY_PASSWORD",
      ],
    ],
  ],
  [
    "mysql",
    "database",
    /^(?:mysql|mysql-server|percona|percona-server)$/,
    [3306, 33060],
    ["/var/lib/mysql", "/bitnami/mysql"],
    /^MYSQL/,
    [
      [
        "MYSQL_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD_FILE",
        "MYSQL_ALLOW_EMPTY_PASSWORD",
        "MYSQL_RANDOM_ROOT_PASSWORD",
        "ALLOW_EMPTY_PASSWORD",
      ],
    ],
  ],
  [
    "mariadb",
    "database",
    /^mariadb$/,
    [3306],
    ["/var/lib/mysql", "/bitnami/mariadb", "/config"],
    /^(?:MYSQL|MARIADB)/,
    [
      [
        "MARIADB_ROOT_PASSWORD",
        "MARIADB_ROOT_PASSWORD_FILE",
        "MARIADB_ROOT_PASSWORD_HASH",
        "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD",
        "MARIADB_RANDOM_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD_FILE",
        "MYSQL_ALLOW_EMPTY_PASSWORD",
        "MYSQL_RANDOM_ROOT_PASSWORD",
        "ALLOW_EMPTY_PASSWORD",
      ],
    ],
  ],
  [
    "mongo",
    "database",
    /^(?:mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/,
    [27017],
    ["/data/db", "/bitnami/mongodb"],
    /^MONGO/,
  ],
  [
    "mssql",
    "database",
    /^(?:mssql-server|azure-sql-edge|mssql-server-linux|server)$/,
    [1433],
    ["/var/opt/mssql", "/var/opt/mssql/data"],
    /^(?:MSSQL|SA_PASSWORD|ACCEPT_EULA)/,
    [["ACCEPT_EULA"], ["MSSQL_SA_PASSWORD", "SA_PASSWORD"]],
  ],
  [
    "couchdb",
    "database",
    /^couchdb$/,
    [5984],
    ["/opt/couchdb/data"],
    /^COUCHDB/,
    [["COUCHDB_USER"], ["COUCHDB_PASSWORD"]],
  ],
  [
    "arangodb",
    "database",
    /^arangodb$/,
    [8529],
    ["/var/lib/arangodb3"],
    /^ARANGO/,
    [["ARANGO_ROOT_PASSWORD", "ARANGO_ROOT_PASSWORD_FILE", "ARANGO_NO_AUTH", "ARANGO_RANDOM_ROOT_PASSWORD"]],
  ],
  [
    "cassandra",
    "database",
    /^(?:cassandra|scylla)$/,
    [9042],
    ["/var/lib/cassandra", "/var/lib/scylla"],
    /^(?:CASSANDRA|SCYLLA|MAX_HEAP_SIZE|HEAP_NEWSIZE)/,
  ],
  ["cockroach", "database", /^cockroach$/, [26257], ["/cockroach/cockroach-data"], /^COCKROACH/],
  [
    "clickhouse",
    "database",
    /^(?:clickhouse|clickhouse-server)$/,
    [8123, 9000],
    ["/var/lib/clickhouse"],
    /^CLICKHOUSE/,
  ],
  ["neo4j", "database", /^neo4j$/, [7474, 7687], ["/data"], /^NEO4J/],
  [
    "influxdb",
    "database",
    /^influxdb$/,
    [8086],
    ["/var/lib/influxdb", "/var/lib/influxdb2", "/var/lib/influxdb3"],
    /^(?:INFLUXDB|DOCKER_INFLUXDB)/,
  ],
  ["dynamodb", "database", /^dynamodb-local$/, [8000], [], none],
  ["qdrant", "database", /^qdrant$/, [6333, 6334], ["/qdrant/storage"], /^QDRANT/],
  [
    "redis",
    "cache",
    /^(?:redis|valkey|redis-stack|redis-stack-server|keydb|dragonfly|dragonflydb)$/,
    [6379],
    [],
    /^(?:REDIS|VALKEY|ALLOW_EMPTY_PASSWORD)/,
  ],
  ["memcached", "cache", /^memcached$/, [11211], [], /^MEMCACHED/],
  ["rabbitmq", "queue", /^rabbitmq$/, [5672, 5671], ["/var/lib/rabbitmq", "/bitnami/rabbitmq"], /^RABBITMQ/],
  [
    "kafka",
    "queue",
    /^(?:kafka|cp-kafka|redpanda)$/,
    [9092],
    [
      "/var/lib/kafka",
      "/var/lib/kafka/data",
      "/bitnami/kafka",
      "/var/lib/redpanda/data",
      "/tmp/kraft-combined-logs",
      "/kafka",
    ],
    /^(?:KAFKA|CLUSTER_ID|REDPANDA)/,
  ],
  ["zookeeper", "queue", /^(?:zookeeper|cp-zookeeper)$/, [2181], [], /^(?:ZOO|ZOOKEEPER)/],
  ["nats", "queue", /^nats$/, [4222], [], none],
  [
    "elasticsearch",
    "search",
    /^elasticsearch$/,
    [9200, 9300],
    ["/usr/share/elasticsearch/data", "/bitnami/elasticsearch"],
    /^(?:ES_|ELASTIC|[a-z]+\.|discovery|xpack|bootstrap|cluster|node)/,
  ],
  [
    "opensearch",
    "search",
    /^opensearch$/,
    [9200, 9600],
    ["/usr/share/opensearch/data"],
    /^(?:OPENSEARCH|DISABLE_|[a-z]+\.|discovery|bootstrap|cluster|node)/,
  ],
  ["meilisearch", "search", /^meilisearch$/, [7700], ["/meili_data"], /^MEILI/],
  ["typesense", "search", /^typesense$/, [8108], ["/data"], /^TYPESENSE/],
  ["minio", "objects", /^minio$/, [9000], ["/data", "/bitnami/minio/data", "/export"], /^MINIO/],
  [
    "etcd",
    "database",
    /^etcd$/,
    [2379, 2380],
    ["/etcd-data", "/bitnami/etcd", "/var/lib/etcd"],
    /^(?:ETCD|ALLOW_NONE_AUTHENTICATION)/,
  ],
  ["adminer", "admin", /^adminer$/, [8080], [], /^ADMINER/],
  ["phpmyadmin", "admin", /^phpmyadmin$/, [80], [], /^(?:PMA|MYSQL|UPLOAD_LIMIT)/],
  [
    "pgadmin",
    "admin",
    /^pgadmin4?$/,
    [80, 443, 5050],
    [],
    /^PGADMIN/,
    [["PGADMIN_DEFAULT_EMAIL"], ["PGADMIN_DEFAULT_PASSWORD", "PGADMIN_DEFAULT_PASSWORD_FILE"]],
  ],
  ["mongo-express", "admin", /^mongo-express$/, [8081], [], /^ME_CONFIG/],
  [
    "redis-commander",
    "admin",
    /^(?:redis-commander|redisinsight|phpredisadmin)$/,
    [8081, 5540, 8001, 80],
    [],
    /^(?:REDIS|RI_|HTTP_)/,
  ],
  ["kafka-ui", "admin", /^(?:kafka-ui|kafdrop|akhq)$/, [8080, 9000], [], /^(?:KAFKA|DYNAMIC_CONFIG|AKHQ)/],
  ["portainer", "admin", /^portainer(?:-ce|-ee)?$/, [9000, 9443, 8000], [], none],
  [
    "dozzle",
    "admin",
    /^(?:dozzle|cloudbeaver|bull-board|flower|prisma-studio|drizzle-studio)$/,
    [8080, 8978, 3000, 5555, 4983],
    [],
    none,
  ],
  ["prometheus", "metrics", /^prometheus$/, [9090], [], none],
  ["exporter", "metrics", /(?:^|[-_])exporter$|^cadvisor$/, [9100, 9187, 9121, 9104, 8080], [], none],
  ["mailpit", "mail", /^(?:mailpit|mailhog|maildev|mailcatcher)$/, [8025, 1080], [], /^(?:MP_|MH_|MAILDEV)/],
  [
    "proxy",
    "proxy",
    /^(?:nginx|traefik|caddy|haproxy|envoy|nginx-proxy|nginx-unprivileged|httpd)$/,
    [80, 443],
    [],
    /^(?:NGINX|TRAEFIK|CADDY|HAPROXY|VIRTUAL_|LETSENCRYPT)/,
  ],
];

const families: readonly ImageFamily[] = rows.map(([name, kind, images, ports, data, variables, needs = []]) => ({
  name,
  kind,
  images,
  ports,
  data,
  variables,
  needs,
}));

/** The family of an image by the last part of its name; undefined when it is not known. */
export function familyOf(image: string | undefined): ImageFamily | undefined {
  if (image === undefined) return undefined;
  const path = image.split("@")[0] ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1).split(":")[0] ?? "";
  // `mssql/server` is the only known image whose last part says nothing.
  if (name === "server" && !path.includes("mssql/")) return undefined;
  return families.find(({ images }) => images.test(name));
}

/** True for programs whose data, when others read it, does harm. */
export function holdsData({ kind }: ImageFamily): boolean {
  return kind === "database" || kind === "cache" || kind === "queue" || kind === "search" || kind === "objects";
}

/** False for a service that uses the image of a server for something else: a job with the tools that come with it. */
export function runsServer({ command, entrypoint }: Pick<Service, "command" | "entrypoint">): boolean {
  const first = (entrypoint ?? command ?? [])[0];
  if (first === undefined || first.startsWith("-")) return true;
  return (
    !/(?:^|\/)(?:sh|bash|ash|psql|pg_dump|pg_restore|mysql|mysqldump|mongosh|mongo|mongodump|mongorestore|mc|redis-cli|sleep|tail|true|echo|init|sql|\S*\.sh)$/.test(
      first,
    ) || /docker-entrypoint\.sh$/.test(first)
  );
}
