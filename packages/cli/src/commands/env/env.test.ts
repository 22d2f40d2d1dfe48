import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../cli.ts";
import { fakeContext } from "../../testing/fake-context.ts";

const contract = `settings:
  PORT: { type: port, default: 8080, description: Where it listens., services: [web] }
  TITLE: { default: "My shop", variable: SHOP_TITLE }
  DB_PASSWORD: { secret: true, services: [web, db] }
  DATABASE_URL:
    type: url
    secret: true
    services: [web]
    value: { host: "postgres://app:\${DB_PASSWORD}@localhost/app", container: "postgres://app:\${DB_PASSWORD}@db/app" }
`;
const compose = `services:
  web: { image: "nginx:\${TAG:-1.27}", ports: ["\${PORT:?set it}:80"] }
`;
const password = "aB3dE5fG7hJ9kL1mN3pQ5r";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-env-"));
  await write("slipway.settings.yaml", contract);
  await write(".slipway.secrets.env", `DB_PASSWORD=${password}\n`);
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text, { mode: 0o600 });

async function slipway(line: string, env: Readonly<Record<string, string>> = {}) {
  const context = fakeContext({ cwd: folder, env: { SLIPWAY_SECRET_KEY: "k", PATH: process.env.PATH ?? "", ...env } });
  const code = await runCli(line.split(" "), context);
  return { code, out: context.out(), err: context.err() };
}

test("env resolve shows values and where they come from, of secrets neither value nor part", async () => {
  await write(".env", "PORT=8081\n");
  const table = await slipway("env resolve");
  expect(table).toMatchObject({ code: 0, err: "" });
  expect(table.out).toMatch(/^PORT +8081 +\.env:1$/m);
  expect(table.out).toMatch(/^SHOP_TITLE +My shop +its default, slipway.settings.yaml:3$/m);
  expect(table.out).toMatch(/^DB_PASSWORD +22 characters, [0-9a-f.]+ +\.slipway\.secrets\.env:1$/m);
  for (const format of ["table", "json", "dotenv"]) {
    expect((await slipway(`env resolve --format ${format}`)).out).not.toContain(password.slice(0, 4));
  }
  expect((await slipway("env resolve --format dotenv")).out).toContain(
    "PORT=8081\nSHOP_TITLE='My shop'\n# DB_PASSWORD: 22",
  );
});

test("env resolve --service shows what that service sees, as its containers read it", async () => {
  const { out } = await slipway("env resolve --service web --format json");
  expect(Object.keys(JSON.parse(out))).toEqual(["PORT", "DB_PASSWORD", "DATABASE_URL"]);
  expect(out).toContain("44 characters");
  expect(await slipway("env resolve --service none")).toMatchObject({ code: 2 });
});

test("env check tells all that is wrong, with its place and its own exit code", async () => {
  expect(await slipway("env check")).toMatchObject({ code: 0, out: "All 4 settings are as development wants them.\n" });
  await write(".env", "PORT=80x\n");
  await write(".slipway.secrets.env", "");
  const wrong = await slipway("env check");
  expect(wrong.code).toBe(4);
  expect(wrong.err).toContain("error[SETTINGS_MALFORMED]: PORT (.env) is no port\n --> .env:1:1");
  expect(wrong.err).toContain("error[SETTINGS_MISSING]: DB_PASSWORD has no value in development");
  const { out, code } = await slipway("env check --format json");
  expect([JSON.parse(out).ok, code]).toEqual([false, 4]);
  expect(JSON.parse(out).findings[0]).toMatchObject({ code: "SETTINGS_MALFORMED", line: 1 });
  expect((await slipway("env check -e production")).code).toBe(4);
  await write(".env", `DB_PASSWORD=${password}\n`);
  const open = await slipway("env check");
  expect(open.code).toBe(5);
  expect(open.err).not.toContain(password);
  await write("slipway.settings.yaml", "settings: 5\n");
  expect((await slipway("env check")).code).toBe(2);
});

test("env explain answers for settings and for the variables of the Compose files, also when one of them is wrong", async () => {
  await write("compose.yaml", compose);
  await write(".env", "PORT=80x\nTAG=1.22\n");
  const { code, out } = await slipway("env explain PORT TAG", { TAG: "1.20" });
  expect(code).toBe(0);
  expect(out).toContain(
    "PORT malformed\n  Where it listens.\n  port, required, for development; slipway.settings.yaml:2:3",
  );
  expect(out).toMatch(/malformed +\.env:1 +it is no port +80x\n {2}lower +its default/);
  expect(out).toContain("TAG = 1.20\n  the shell\n  instead of\n  .env:2:1  (4 characters)\n  used by\n");
  expect(out).toContain("services.web.image  compose.yaml:2:18  1.27 when it is not set");
  const all = await slipway("env explain --format json");
  expect(
    JSON.parse(all.out).map((one: { key?: string; compose?: { name: string } }) => one.key ?? one.compose?.name),
  ).toEqual(["PORT", "TITLE", "DB_PASSWORD", "DATABASE_URL", "TAG"]);
  expect(all.out).not.toContain(password.slice(0, 4));
  expect((await slipway("env explain PROT")).err).toContain("there is no setting PROT\nhint: did you mean PORT?");
});

test("env explain without a settings file answers for the Compose files alone", async () => {
  await rm(join(folder, "slipway.settings.yaml"));
  await write("compose.yaml", compose);
  expect((await slipway("env explain", { PORT: "1" })).out).toContain(
    "PORT = 1\n  the shell\n  used by\n  services.web.ports[0]  compose.yaml:2:",
  );
});

test("env diff compares without a value, and its exit code says whether something differs", async () => {
  const { code, out } = await slipway("env diff development production");
  expect(code).toBe(1);
  expect(out).toMatch(/^DB_PASSWORD +only left +\.slipway\.secrets\.env +missing$/m);
  expect(out).not.toContain("PORT");
  expect(await slipway("env diff development development")).toMatchObject({
    code: 0,
    out: "development and development do not differ in any setting.\n",
  });
  expect((await slipway("env diff development nowhere")).err).toContain('there is no environment "nowhere"');
});

test("env template writes .env.example once, and --check says when it is old", async () => {
  expect((await slipway("env template --check")).err).toContain("CLI_FILE_OUT_OF_DATE");
  expect((await slipway("env template --dry-run")).out).toBe("would write .env.example\n");
  expect(await slipway("env template")).toMatchObject({ code: 0, out: "written .env.example\n" });
  const text = await readFile(join(folder, ".env.example"), "utf8");
  expect(text).toContain("# Where it listens.\n# port, required\n# Seen by web.\n# PORT=8080\n");
  expect(text).not.toContain(password);
  expect(await slipway("env template --check")).toMatchObject({ code: 0, out: ".env.example is up to date.\n" });
  expect((await slipway("env template -o -")).out).toBe(text);
});

test("env run gives a command its settings and passes on how it ends", async () => {
  const file = join(folder, "seen");
  await write("probe.sh", `echo "$PORT $SHOP_TITLE $DATABASE_URL" > ${file}; exit 7\n`);
  expect((await slipway(`env run -- sh ${join(folder, "probe.sh")}`)).code).toBe(7);
  expect(await readFile(file, "utf8")).toBe(`8080 My shop postgres://app:${password}@localhost/app\n`);
  await write("signal.sh", "kill -TERM $$\n");
  expect((await slipway(`env run -- sh ${join(folder, "signal.sh")}`)).code).toBe(143);
  expect(await slipway("env run -- no-such-command")).toMatchObject({ code: 127 });
  expect(await slipway("env run -e production -- sh -c true")).toMatchObject({ code: 3 });
  expect((await slipway("env run --")).code).toBe(2);
});
