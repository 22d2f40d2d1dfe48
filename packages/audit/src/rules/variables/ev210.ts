import type { Found, Place } from "../../finding.ts";
import type { Stack } from "../../inventory/compose/stack.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isLive } from "../profiles/live.ts";
import { defineRule } from "../rule.ts";
import { replaceValue } from "./templates.ts";

export const ev210 = defineRule({
  id: "EV210",
  why: "Half of the program talks to one database and half to another, or a container looks for a server within itself.",
  bad: {
    ".env.example": "DB_HOST=db\nDB_PORT=5433\nDATABASE_URL=postgres://app:app@db:5432/shop\n",
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://localhost:6379\n  redis:\n    image: redis:7\n",
  },
  good: {
    ".env.example":
      "DB_HOST=db\nDB_PORT=5432\nDATABASE_URL=postgres://app:app@db:5432/shop\nAPP_URL=http://localhost:3000\n",
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7\n",
  },
  fix: "Make the parts and the URL say the same",
  *check(inventory) {
    for (const { entries } of inventory.envFiles) {
      const on = entries.filter(({ off }) => !off);
      const values = new Map(on.map((entry) => [entry.key, entry]));
      for (const fault of disagreements(new Map(on.map(({ key, value }) => [key, value])))) {
        const [url, part] = [values.get(fault.url), values.get(fault.part)];
        if (url === undefined || part === undefined) continue;
        yield {
          at: part.at,
          message: messageOf(fault),
          evidence: [{ ...url.at, text: `${fault.url} has ${fault.shown ? `"${fault.inUrl}"` : "another"}` }],
          fix: {
            text: `Write the same in ${fault.part} and ${fault.url}`,
            safe: false,
            edits: fault.shown ? replaceValue(inventory, part.at, fault.part, fault.inUrl) : [],
          },
        };
      }
    }
    const told = new Set<string>();
    for (const stack of inventory.stacks) {
      for (const fault of stackFaults(stack, inventory)) {
        // An env file that several services read is wrong once.
        const key = `${fault.at.file}:${fault.at.line} ${fault.about}`;
        if (!told.has(key)) yield fault;
        told.add(key);
      }
    }
  },
});

function messageOf({ part, url, inPart, inUrl, shown }: Disagreement): string {
  return shown ? `${part} is "${inPart}", but ${url} says "${inUrl}"` : `${part} is not the password that ${url} has`;
}

interface StackFault extends Found {
  /** The variables that it is about. */
  readonly about: string;
}

function* stackFaults(stack: Stack, inventory: Inventory): Iterable<StackFault> {
  const { project, place, isUnknown } = stack;
  for (const [name, service] of Object.entries(project?.services ?? {})) {
    const isWritten = (key: string): boolean => {
      const { file, line } = place(["services", name, "environment", key]);
      return inventory.text(file)?.split("\n")[line - 1]?.includes(key) ?? false;
    };
    // What an image of somebody else finds in a file for all of them it need not read.
    const values = new Map(
      Object.entries(service.environment ?? {}).filter(
        (pair): pair is [string, string] => pair[1] !== null && (service.build !== undefined || isWritten(pair[0])),
      ),
    );
    const inFile = (key: string): Place | undefined =>
      isWritten(key) ? undefined : placeInFile(key, values.get(key) ?? "", inventory);
    const at = (key: string): Place => inFile(key) ?? place(["services", name, "environment", key]);
    for (const fault of disagreements(values)) {
      if (isUnknown(fault.inPart) || isUnknown(fault.inUrl)) continue;
      // What an env file says by itself is told of it above.
      if (inFile(fault.part) && inFile(fault.url)) continue;
      yield {
        about: `${fault.part} ${fault.url}`,
        at: at(fault.part),
        message: `service "${name}": ${messageOf(fault)}`,
        evidence: [{ ...at(fault.url), text: `${fault.url} stands here` }],
      };
    }
    if (service.network_mode === "host" || service.network_mode?.startsWith("service:")) continue;
    for (const [key, value] of values) {
      const host = ownHost(key, value);
      // Who runs a live stack gives his own address: that of the template is for the machine of a developer.
      const written = place(["services", name, "environment", key]);
      if (isLive(stack) && /\$\{?\w/.test(inventory.text(written.file)?.split("\n")[written.line - 1] ?? "")) continue;
      if (host === undefined || Object.keys(service.extra_hosts ?? {}).includes(host)) continue;
      yield {
        about: key,
        at: at(key),
        message: `${key} leads service "${name}" to ${host}, which is the container itself`,
        fix: "Name the service that it is meant to reach",
      };
    }
  }
}

/** The line of an env file or template that gives a value. */
function placeInFile(key: string, value: string, { envFiles }: Inventory): Place | undefined {
  return envFiles.flatMap(({ entries }) => entries).find((entry) => entry.key === key && entry.value === value)?.at;
}

const server =
  /^(?:postgres(?:ql)?(?:\+\w+)?|mysql(?:\+\w+)?|mariadb|mongodb(?:\+srv)?|rediss?|valkeys?|amqps?|kafka|nats|clickhouse|memcached|jdbc:\w+|smtps?):\/\//;
const hostName =
  /^(?:\w+_)?(?:DB|DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|VALKEY|CACHE|QUEUE|RABBITMQ|AMQP|KAFKA|NATS|ELASTIC(?:SEARCH)?|OPENSEARCH|MEMCACHED|CLICKHOUSE|SMTP|MAIL|MEILI(?:SEARCH)?)_?(?:HOST|HOSTNAME|SERVER|ADDR)$/;

/** `localhost` and the like, where the value is the address of a server that runs in another container. */
function ownHost(key: string, value: string): string | undefined {
  if (/PUBLIC|BIND|LISTEN|ADVERTISED|EXTERNAL|ALLOWED|CORS|ORIGIN/.test(key)) return undefined;
  const url = server.test(value) ? /^[^/]+:\/\/(?:[^@/\s]*@)?([^:/?,\s]+)/.exec(value)?.[1] : undefined;
  const host = url ?? (hostName.test(key) ? value.replace(/:\d+$/, "") : undefined);
  return host !== undefined && /^(?:localhost|127\.0\.0\.1|\[?::1\]?)$/.test(host) ? host : undefined;
}

interface Disagreement {
  readonly part: string;
  readonly url: string;
  readonly inPart: string;
  readonly inUrl: string;
  /** False for passwords. */
  readonly shown: boolean;
}

const families: readonly (readonly [urls: RegExp, prefixes: RegExp, port: string, schemes: RegExp])[] = [
  [
    /^(?:DATABASE|DB|POSTGRES|PG|SQLALCHEMY_DATABASE)_UR[IL]$/,
    /^(?:DB|DATABASE|POSTGRES|PG|POSTGRESQL)_?$/,
    "5432",
    /^postgres/,
  ],
  [/^(?:DATABASE|DB|MYSQL|MARIADB)_UR[IL]$/, /^(?:DB|DATABASE|MYSQL|MARIADB)_?$/, "3306", /^(?:mysql|mariadb)/],
  [/^(?:REDIS|CACHE|QUEUE)_UR[IL]$/, /^(?:REDIS)_?$/, "6379", /^rediss?/],
  [/^(?:MONGO|MONGODB|DATABASE)_UR[IL]$/, /^(?:MONGO|MONGODB|MONGO_INITDB_ROOT|MONGO_INITDB)_?$/, "27017", /^mongodb/],
  [/^(?:RABBITMQ|AMQP)_UR[IL]$/, /^(?:RABBITMQ|RABBITMQ_DEFAULT|AMQP)_?$/, "5672", /^amqp/],
];

/** The parts of an address that say something else than the URL of the same server. */
function* disagreements(values: ReadonlyMap<string, string>): Iterable<Disagreement> {
  for (const [url, text] of values) {
    const family = families.find(([urls, , , schemes]) => urls.test(url) && schemes.test(text));
    const parsed = family && partsOf(text);
    if (family === undefined || parsed === undefined) continue;
    for (const [key, value] of values) {
      const match = /^(\w*?_?)(HOST|HOSTNAME|PORT|USER|USERNAME|PASSWORD|PASS|DB|DATABASE|NAME)$/.exec(key);
      if (!match || !family[1].test(match[1] ?? "") || value === "" || key === url) continue;
      const kind = kindOf(match[2] ?? "");
      const inUrl = kind === "port" ? (parsed.port ?? family[2]) : parsed[kind];
      if (inUrl === undefined || inUrl === "" || inUrl === value || /[${}<>]/.test(inUrl + value)) continue;
      // The address for people on this machine and the one within the network are two right answers.
      if (kind === "host" && isLocal(inUrl) !== isLocal(value)) continue;
      if (kind === "port" && isLocal(parsed.host ?? "") !== isLocal(values.get(`${match[1]}HOST`) ?? parsed.host ?? ""))
        continue;
      yield { part: key, url, inPart: value, inUrl, shown: kind !== "password" };
    }
  }
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.|\[?::1)/.test(host);
}

type Kind = "host" | "port" | "user" | "password" | "database";

function kindOf(word: string): Kind {
  if (word.startsWith("HOST")) return "host";
  if (word === "PORT") return "port";
  if (word.startsWith("USER")) return "user";
  return word.startsWith("PASS") ? "password" : "database";
}

function partsOf(text: string): Partial<Record<Kind, string>> | undefined {
  const match = /^[a-z][\w+.-]*:\/\/(?:([^:@/\s]*)(?::([^@\s]*))?@)?([^:/?,\s]+)(?::(\d+))?(?:\/([^?\s]*))?/i.exec(
    text,
  );
  if (!match) return undefined;
  const [, user, password, host, port, database] = match;
  const given = { user, password, host, port, database };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
