import { expect, test } from "bun:test";
import { auditRepository } from "../audit.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { containerRules } from "./containers/rules.ts";
import { profileRules } from "./profiles/rules.ts";
import { securityRules } from "./security/rules.ts";

/** A shop as it should be, full of what looks wrong to whoever does not look twice. */
const files = {
  ".gitignore": "node_modules\n.env\n.env.local\ndist\nsecrets/\n",
  ".dockerignore": "**/.env*\n!**/.env.example\nnode_modules\n.git\n",
  ".env.example": "DB_PASSWORD=\nSESSION_SECRET=\nENABLE_SIGNUP=false\nREDIS_PASSWORD=\n",
  "package.json":
    '{ "scripts": { "start": "node dist/server.js", "worker": "node dist/worker.js", "dev": "tsx watch src/server.ts", "build": "tsc" }, "devDependencies": { "tsx": "4.19.0", "typescript": "5.6.0" } }\n',
  "src/server.ts":
    "export const url = process.env.DATABASE_URL;\nconst { REDIS_URL, SESSION_SECRET, CALLBACK_URL, PRICE: price = '1' } = process.env;\nexport const flag = (name: string) => process.env[`ENABLE_${name}`];\nexport { CALLBACK_URL, price, REDIS_URL, SESSION_SECRET };\n",
  // Three stages of which only the first has everything; an ARG for all, one that BuildKit sets, an image by digest.
  Dockerfile: `ARG NODE=22.11
FROM node:\${NODE}-slim AS build
WORKDIR /app
COPY package*.json ./
RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM build AS dev
CMD ["npm", "run", "dev"]

FROM gcr.io/distroless/nodejs22-debian12@sha256:${"a".repeat(64)} AS runtime
ARG TARGETARCH
WORKDIR /app
COPY --from=build /app/dist ./dist
COPY --from=build /app/node_modules ./node_modules
LABEL arch=$TARGETARCH
USER nonroot
HEALTHCHECK CMD ["/nodejs/bin/node", "dist/check.js"]
CMD ["dist/server.js"]
`,
  "compose.yaml": `x-env: &env
  REDIS_URL: redis://:\${REDIS_PASSWORD:?set it}@redis:6379
x-app: &app
  build: { context: ., target: runtime }
  depends_on:
    db: { condition: service_healthy }
    redis: { condition: service_healthy }
    migrate: { condition: service_completed_successfully }
services:
  web:
    <<: *app
    environment:
      <<: *env
      DATABASE_URL: postgres://shop:\${DB_PASSWORD:?set it}@db:5432/shop
      SESSION_SECRET: \${SESSION_SECRET:?set it}
      CALLBACK_URL: https://shop.example.com/callback
      PRICE: $$5
    ports: ["127.0.0.1:\${WEB_PORT:-8080}:3000"]
  worker:
    <<: *app
    command: ["dist/worker.js"]
    environment: { <<: *env, DATABASE_URL: "postgres://shop:\${DB_PASSWORD:?set it}@db:5432/shop" }
  migrate:
    build: { context: ., target: build }
    command: npm run build
    restart: "no"
    depends_on: { db: { condition: service_healthy } }
  db:
    image: pgvector/pgvector:pg17
    environment: { POSTGRES_USER: shop, POSTGRES_DB: shop, POSTGRES_PASSWORD_FILE: /run/secrets/db_password }
    secrets: [db_password]
    healthcheck: { test: ["CMD", "pg_isready", "-U", "shop", "-d", "shop"] }
    volumes: [data:/var/lib/postgresql/data]
    expose: ["5432"]
  redis:
    image: valkey/valkey:8.0
    command: valkey-server --requirepass \${REDIS_PASSWORD:?set it}
    environment: { REDISCLI_AUTH: "\${REDIS_PASSWORD:?set it}" }
    healthcheck: { test: ["CMD", "valkey-cli", "ping"] }
  mail:
    image: axllent/mailpit:v1.20
    profiles: [dev]
    ports: ["127.0.0.1:8025:8025"]
  other-mail:
    image: mailhog/mailhog:v1.0.1
    profiles: [tools]
    ports: ["127.0.0.1:8025:8025"]
volumes:
  data:
secrets:
  db_password:
    file: secrets/db_password.txt
`,
  "compose.override.yaml": `services:
  web:
    build: { target: dev }
    volumes: [".:/app", /app/node_modules]
`,
  "compose.prod.yaml": `services:
  web: { restart: unless-stopped }
  worker:
    restart: unless-stopped
    healthcheck: { disable: true }
  db: { restart: unless-stopped }
  redis: { restart: unless-stopped }
`,
  "compose.test.yaml": `name: shop-test
services:
  db:
    image: pgvector/pgvector:pg17
    environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: test }
    tmpfs: /var/lib/postgresql/data
    ports: ["127.0.0.1:55432:5432"]
`,
  "README.md":
    "# Shop\n\nRun `docker compose up` and look at http://localhost:8080; mail is on port 8025, the database of tests on 55432.\n\nProduction: `docker compose -f compose.yaml -f compose.prod.yaml up -d`. Tests: `docker compose -f compose.test.yaml up --wait`.\n",
  "docs/history/CHANGELOG.md": "We used docker-compose up with compose.old.yaml then.\n",
};

test("a repository in order has no finding, whatever it looks like", async () => {
  const rules = [...containerRules, ...profileRules, ...securityRules];
  const { findings, inventory } = await auditRepository(memoryRepository(files), { rules, today: "2026-11-21" });
  expect(findings.map(({ rule, file, line, message }) => `${rule} ${file}:${line} ${message}`)).toEqual([]);
  expect(
    inventory.stacks.map(({ files, purpose, project }) => [files.join(" + "), purpose, project !== undefined]),
  ).toEqual([
    ["compose.yaml + compose.override.yaml", "development", true],
    ["compose.yaml + compose.prod.yaml", "production", true],
    ["compose.test.yaml", "test", true],
  ]);
});

test("what measures the host or makes its networks has what it needs, and others have not", async () => {
  const services = (image: string): string =>
    `services:\n  one:\n    image: ${image}\n    cap_add: [NET_ADMIN]\n    volumes: ["/:/rootfs:ro"]\n`;
  const told = async (image: string): Promise<readonly string[]> => {
    const repository = memoryRepository({ "compose.yaml": services(image) });
    const { findings } = await auditRepository(repository, { rules: securityRules, today: "2026-11-21" });
    return findings.map(({ message }) => message);
  };
  expect(await told("gcr.io/cadvisor/cadvisor:v0.49.1")).toEqual(['service "one" has the capability NET_ADMIN']);
  expect(await told("linuxserver/wireguard:1.0.20210914")).toEqual(['service "one" has / of the host']);
  expect(await told("shop:1.4")).toHaveLength(2);
});
