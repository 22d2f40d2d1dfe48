import { expect, test } from "bun:test";
import type { Finding } from "../finding.ts";
import { rules } from "../rules/all-rules.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { applySafe } from "./apply-edits.ts";
import { unifiedDiff } from "./diff.ts";
import { fixRepository } from "./fix-repository.ts";

const options = { rules, today: "2026-11-21" };
const compose = `version: "3.8"

services:
  web:
    image: shop:1.4   # our own
    environment:
      - TITLE="My shop"
  db:
    image: postgres:17
    ports:
      - "5432:5432"
    environment: { POSTGRES_PASSWORD: "\${PW}" }
    volumes: [data:/var/lib/postgresql/data]

volumes:
  data:
  old:
`;

test("safe fixes keep comments and formatting, and fixing twice changes nothing", async () => {
  const { changes, fixed } = await fixRepository(memoryRepository({ "compose.yaml": compose }), options);
  expect(fixed.map(({ rule }) => rule).sort()).toEqual(["DK108", "DK133", "DK137", "SE601"]);
  const after = changes[0]?.after ?? "";
  expect(after).toBe(
    compose
      .replace('version: "3.8"\n\n', "")
      .replace('TITLE="My shop"', "TITLE=My shop")
      .replace('"5432:5432"', '"127.0.0.1:5432:5432"')
      .replace("  old:\n", ""),
  );
  expect((await fixRepository(memoryRepository({ "compose.yaml": after }), options)).changes).toEqual([]);
});

test("the diff of a fix is one that patch takes", async () => {
  const { changes } = await fixRepository(memoryRepository({ "compose.yaml": compose }), options);
  expect(changes.map(unifiedDiff).join("")).toBe(`--- a/compose.yaml
+++ b/compose.yaml
@@ -1,17 +1,14 @@
-version: "3.8"
-
 services:
   web:
     image: shop:1.4   # our own
     environment:
-      - TITLE="My shop"
+      - TITLE=My shop
   db:
     image: postgres:17
     ports:
-      - "5432:5432"
+      - "127.0.0.1:5432:5432"
     environment: { POSTGRES_PASSWORD: "\${PW}" }
     volumes: [data:/var/lib/postgresql/data]
 
 volumes:
   data:
-  old:
`);
});

test("a fix may make a file, which the diff shows as new", async () => {
  const files = { Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY . .\nUSER node\n", ".gitignore": ".env\n" };
  const { changes, audit } = await fixRepository(memoryRepository(files), options);
  expect(changes.map(unifiedDiff).join("")).toBe(
    "--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,3 @@\n+**/.env\n+**/.env.*\n+!**/.env.example\n",
  );
  expect(audit.findings.filter(({ rule }) => rule === "SE614")).toEqual([]);
});

test("every example of a rule loads after its safe fixes as it did before", async () => {
  for (const rule of rules) {
    const { audit, changes } = await fixRepository(memoryRepository(rule.bad), { rules: [rule], today: "2026-11-21" });
    if (changes.length > 0) expect(audit.findings.filter(({ fix }) => fix.safe && fix.edits.length > 0)).toEqual([]);
  }
});

test("lines that several fixes add at one place all come in, and once", () => {
  const adding = (text: string): Finding => ({
    rule: "EV201",
    severity: "warning",
    file: "a.ts",
    line: 1,
    column: 1,
    message: "m",
    evidence: [],
    fix: { text: "f", safe: true, edits: [{ file: ".env.example", start: 4, end: 4, text }] },
  });
  const { texts } = applySafe([adding("B=\n"), adding("C=\n"), adding("B=\n")], () => "A=1\n");
  expect(texts.get(".env.example")).toBe("A=1\nB=\nC=\n");
});

test("a diff is one that patch takes: lines at the end, and a last line without its break", () => {
  const diff = (before: string, after: string): string => unifiedDiff({ file: "a", before, after });
  expect(diff("a\n", "a\n\nb\n")).toBe("--- a/a\n+++ b/a\n@@ -1,1 +1,3 @@\n a\n+\n+b\n");
  expect(diff("a", "a\n")).toBe("--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
});

test("safe fixes of start, restart, health and names leave a project that loads, and nothing to fix again", async () => {
  const files = {
    "compose.yaml": `services:
  web:
    build:
      context: .
      args:
        VERSION: "1" # ours
        COMMIT: none
    container_name: shop-web
    environment:
      CACHE_HOST: cache
    healthcheck:
      test: ["CMD", "curl", "http://localhost/health"]
  worker:
    image: shop-worker:1.4
    environment: { CACHE_HOST: cache }
    depends_on:
      cache:
        condition: service_started # it is quick
  cache:
    image: memcached:1.6
    healthcheck: { test: ["CMD", "true-check"] }
`,
    "compose.prod.yaml": "services:\n  cache:\n    # It has little to do.\n    mem_limit: 64m\n",
    Dockerfile: "FROM httpd:2.4\nARG VERSION\nUSER www-data\n",
  };
  const script = { "up.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n" };
  const { changes, fixed } = await fixRepository(memoryRepository({ ...files, ...script }), options);
  expect(new Set(fixed.map(({ rule }) => rule))).toEqual(new Set(["DK125", "DK131", "DK132", "RP408", "SE616"]));
  const after = Object.fromEntries(changes.map((change) => [change.file, change.after]));
  expect(after["compose.yaml"]).toBe(
    files["compose.yaml"]
      .replace("        COMMIT: none\n", "")
      .replace("    container_name: shop-web\n", "    depends_on:\n      cache:\n        condition: service_healthy\n")
      .replace('"curl", ', '"curl", "-f", ')
      .replace("service_started #", "service_healthy #"),
  );
  expect(after["compose.prod.yaml"]).toBe(`${files["compose.prod.yaml"]}    restart: unless-stopped\n`);
  const again = await fixRepository(memoryRepository({ ...files, ...script, ...after }), options);
  expect(again.changes).toEqual([]);
});
