import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { render } from "../render/render.ts";
import { openCache } from "../repository/cache/cache.ts";
import { openRepository } from "../repository/open-repository.ts";
import { rules } from "../rules/all-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { reportRepository } from "./report-repository.ts";

let outer = "";
let root = "";
beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), "slipway-cache-"));
  root = join(outer, "repo");
  await write("compose.yaml", "services:\n  web:\n    image: nginx\n    privileged: true\n");
  await write("src/env.ts", "export const port = process.env.PORT;\n");
  await write(".env.example", "PORT=1\nUNUSED=\n");
  await write("migrations/001_a.sql", "CREATE TABLE a (id serial);\n");
  await write("README.md", "# Shop\n\n[gone](gone.md)\n");
});
afterEach(() => rm(outer, { recursive: true }));

/** Long ago, so that the clock of the file system leaves no doubt. */
const before = new Date("2026-01-01");

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  await utimes(join(root, path), before, before);
}

/** A report as every format writes it, and how many rules were asked for it. */
async function report(more: { readonly cached?: boolean; readonly version?: string; readonly today?: string } = {}) {
  const { cached = true, version = "1", today = "2026-11-21" } = more;
  let asked = 0;
  const counted = rules.map(
    (rule): Rule => ({
      ...rule,
      check(inventory) {
        asked++;
        return rule.check(inventory);
      },
    }),
  );
  const cache = cached ? openCache({ folder: join(outer, "cache"), version }, root) : undefined;
  const found = await reportRepository(openRepository(root, cache), { rules: counted, today, static: true });
  const plain = (text: string): string => text;
  const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
  const formats = ["text", "json", "sarif", "markdown", "html", "junit"] as const;
  return { text: formats.map((format) => render(found, format, paint)).join("\n"), asked };
}

test("with the cache and without it the report is the same to the byte, and from the cache no rule is asked", async () => {
  const without = await report({ cached: false });
  const first = await report();
  const second = await report();
  expect(first.text).toBe(without.text);
  expect(second.text).toBe(without.text);
  expect([without.asked, first.asked, second.asked]).toEqual([rules.length, rules.length, 0]);
});

test("what is written, added, removed or configured since is seen", async () => {
  for (const change of [
    () => write("compose.yaml", "services:\n  web:\n    image: nginx\n    privileged: yes\n"),
    () => write("compose.prod.yaml", "services:\n  web:\n    restart: always\n"),
    () => rm(join(root, "README.md")),
    () => write("slipway.audit.yaml", "rules: { SE604: info }\n"),
  ]) {
    await report();
    await change();
    const { text, asked } = await report();
    expect(asked).toBeGreaterThan(0);
    expect(text).toBe((await report({ cached: false })).text);
  }
});

test("after a change only what is told of the file that changed is found out anew", async () => {
  const cache = openCache({ folder: join(outer, "cache"), version: "1" }, root);
  const audit = async (): Promise<readonly string[]> => {
    const repository = openRepository(root, cache);
    const read: string[] = [];
    const watching = (path: string): string | undefined => {
      read.push(path);
      return repository.read(path);
    };
    await reportRepository({ ...repository, read: watching }, { rules, today: "2026-11-21", static: true });
    return read.filter((path) => path.startsWith("src/"));
  };
  await write("src/other.ts", "export const other = 1;\n");
  expect(new Set(await audit())).toEqual(new Set(["src/env.ts", "src/other.ts"]));
  await write("src/other.ts", "export const other = process.env.OTHER;\n");
  expect(new Set(await audit())).toEqual(new Set(["src/other.ts"]));
});

test("a secret of an env file is in no cache, and in no report that comes from one", async () => {
  const secret = "kJ8s0Zq2mN4vB7xC1lP5wQ9e";
  await write(".env", `SESSION_SECRET=${secret}\n`);
  await write("compose.yaml", "services:\n  web:\n    image: shop:1\n    environment:\n      FOO: ${SESSION_SECRET}\n");
  await report();
  const [folder = ""] = await readdir(join(outer, "cache"));
  for (const name of await readdir(join(outer, "cache", folder)))
    expect(await readFile(join(outer, "cache", folder, name), "utf8")).not.toContain(secret);
  const { text, asked } = await report();
  expect([asked, text.includes(secret), text.includes("FOO")]).toEqual([0, false, true]);
});

test("another program, and the day on which an exception ends, ask anew", async () => {
  const exception = (day: string): string =>
    `ignore:\n  - { rule: SE604, reason: It drives the host., until: "${day}" }\n`;
  await write("slipway.audit.yaml", exception("2026-11-21"));
  await report();
  expect((await report()).asked).toBe(0);
  expect((await report({ version: "2" })).asked).toBeGreaterThan(0);
  expect((await report({ version: "2", today: "2026-11-22" })).text).toContain("this exception ended on 2026-11-21");
});

test("a cache that is damaged is as if it were not there, and is made anew", async () => {
  const { text } = await report();
  const [folder = ""] = await readdir(join(outer, "cache"));
  const files = await readdir(join(outer, "cache", folder));
  expect(files.length).toBeGreaterThan(0);
  for (const damage of [
    (kept: string) => kept.replace("privileged", "privilegex"),
    (kept: string) => kept.slice(0, 90),
    () => "\0",
  ]) {
    for (const name of files) {
      const path = join(outer, "cache", folder, name);
      await writeFile(path, damage(await readFile(path, "utf8")));
    }
    expect((await report()).text).toBe(text);
    expect((await report()).asked).toBe(0);
  }
});

test("audits at the same time share a cache, and leave nothing half written", async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => report()));
  expect(new Set(all.map(({ text }) => text)).size).toBe(1);
  const [folder = ""] = await readdir(join(outer, "cache"));
  expect((await readdir(join(outer, "cache", folder))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect((await report()).asked).toBe(0);
});

test("a cache that cannot be written is no fault", async () => {
  await writeFile(join(outer, "cache"), "a file");
  expect((await report()).text).toBe((await report({ cached: false })).text);
});
