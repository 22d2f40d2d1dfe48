import { afterEach, beforeEach, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../cli.ts";
import { fakeContext } from "../../testing/fake-context.ts";

const contract = `settings:
  PORT: { type: port, default: 8080 }
  DB_PASSWORD: { secret: true, services: [db] }
  SESSION_KEY: { secret: true, generate: { length: 64 } }
  API_KEY: { secret: true, generate: false }
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-secrets-"));
  spawnSync("git", ["init", "-q", folder]);
  await writeFile(join(folder, "slipway.settings.yaml"), contract);
});
afterEach(() => rm(folder, { recursive: true }));

const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

async function slipway(line: string) {
  const context = fakeContext({ cwd: folder, env: { SLIPWAY_SECRET_KEY: "k", PATH: process.env.PATH ?? "" } });
  const code = await runCli(line.split(" "), context);
  return { code, out: context.out(), err: context.err() };
}

test("secrets ensure makes what may be made, once, and keeps the file to its owner and out of git", async () => {
  expect((await slipway("secrets ensure --dry-run")).out).toBe(
    "would make DB_PASSWORD in .slipway.secrets.env\nwould make SESSION_KEY in .slipway.secrets.env\nwould add .slipway.secrets.env to .gitignore\n",
  );
  const first = await slipway("secrets ensure");
  expect(first.code).toBe(3);
  expect(first.out).toBe(
    "made DB_PASSWORD in .slipway.secrets.env\nmade SESSION_KEY in .slipway.secrets.env\nadded .slipway.secrets.env to .gitignore\n",
  );
  expect(first.err).toContain("API_KEY is still missing: Slipway may not make it");
  const text = await read(".slipway.secrets.env");
  expect(text).toMatch(/^DB_PASSWORD='[A-Za-z0-9_-]{22,}'$/m);
  expect(text).toMatch(/^SESSION_KEY='[A-Za-z0-9_-]{64}'$/m);
  expect((await stat(join(folder, ".slipway.secrets.env"))).mode & 0o777).toBe(0o600);
  expect(await read(".gitignore")).toBe("/.slipway.secrets.env\n");
  await writeFile(join(folder, ".slipway.secrets.env"), `${text}API_KEY=given-by-others\n`);
  expect(await slipway("secrets ensure")).toMatchObject({ code: 0, out: "Nothing to make: 3 secrets are there.\n" });
  expect(await read(".slipway.secrets.env")).toBe(`${text}API_KEY=given-by-others\n`);
  expect((await slipway("secrets ensure -e production")).err).toContain("production takes no secrets from");
});

test("secrets list tells which are there, and no value", async () => {
  await slipway("secrets ensure");
  const { code, out } = await slipway("secrets list");
  expect(code).toBe(0);
  expect(out).toMatch(/^DB_PASSWORD +\d+ characters, \S+ +\.slipway\.secrets\.env:\d+ +db$/m);
  expect(out).toMatch(/^API_KEY +missing/m);
  const value = /DB_PASSWORD=(\S+)/.exec(await read(".slipway.secrets.env"))?.[1] ?? "";
  expect(out).not.toContain(value);
  const rows = JSON.parse((await slipway("secrets list --format json")).out);
  expect(rows.map(({ key, status }: { key: string; status: string }) => [key, status])).toEqual([
    ["DB_PASSWORD", "resolved"],
    ["SESSION_KEY", "resolved"],
    ["API_KEY", "missing"],
  ]);
});

test("secrets check finds a file that others may read, that git does not ignore, and that a build takes along", async () => {
  await slipway("secrets ensure");
  expect(await slipway("secrets check --no-engine")).toMatchObject({
    code: 0,
    out: "2 secrets, nothing found. Looked at .slipway.secrets.env.\n",
  });
  await chmod(join(folder, ".slipway.secrets.env"), 0o644);
  await writeFile(join(folder, ".gitignore"), "");
  await writeFile(join(folder, "Dockerfile"), "FROM scratch\nCOPY . .\n");
  await writeFile(join(folder, "compose.yaml"), "services: { web: { build: . } }\n");
  const { code, err } = await slipway("secrets check --no-engine");
  expect(code).toBe(1);
  expect([...err.matchAll(/error\[(\w+)\]/g)].map(([, found]) => found)).toEqual([
    "SETTINGS_SECRETS_FILE_MODE",
    "SETTINGS_SECRETS_FILE_NOT_IGNORED",
    "SETTINGS_SECRETS_FILE_IN_CONTEXT",
  ]);
  await writeFile(join(folder, ".dockerignore"), ".slipway.*\n");
  expect((await slipway("secrets check --no-engine")).err).not.toContain("IN_CONTEXT");
});
