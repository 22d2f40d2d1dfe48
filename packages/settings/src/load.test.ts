import { expect, test } from "bun:test";
import { createMemoryFiles, formatPosition } from "@slipway/core";
import { explain } from "./cascade/explain.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { type LoadOptions, loadSettings, requireSettings } from "./load.ts";

const contract = `settings:
  LOG_LEVEL: { type: enum, values: [debug, info], default: debug }
  DB_PASSWORD: { secret: true, services: [db] }
`;

function load(
  texts: Readonly<Record<string, string>>,
  options: Partial<LoadOptions> = {},
): ReturnType<typeof loadSettings> {
  const files = createMemoryFiles({ "/p/slipway.settings.yaml": contract, ...texts });
  return loadSettings({ cwd: "/p/web", env: {}, files, ...options });
}

test("the settings file is found above, and the env files and the secrets file beside it", async () => {
  const { resolution, diagnostics } = await load({
    "/p/.env": "LOG_LEVEL=debug\n",
    "/p/.env.development": "# more\nLOG_LEVEL=info\n",
    "/p/.slipway.secrets.env": "DB_PASSWORD=abcdefghijk\n",
  });
  expect(diagnostics).toEqual([]);
  const level = explain(resolution as never, "LOG_LEVEL");
  expect(level.winner).toMatchObject({
    from: "../.env.development",
    at: { file: "/p/.env.development", line: 2, column: 1 },
  });
  expect(level.sources.map(({ from, verdict }) => `${from} ${verdict}`)).toEqual([
    "the variable LOG_LEVEL_FILE absent",
    "the variable LOG_LEVEL absent",
    "../.env.development won",
    "../.env lower",
    "its default lower",
  ]);
});

test("of a secret its length and fingerprint are shown, never a part of it", async () => {
  const { resolution } = await load({ "/p/.slipway.secrets.env": "DB_PASSWORD=abcdefghijk\n" });
  const explained = explain(resolution as never, "DB_PASSWORD", () => "0a1b.2c3d");
  expect(explained.shown?.host).toBe("11 characters, 0a1b.2c3d");
  expect(JSON.stringify(explained)).not.toContain("abc");
});

test("a value may lie in a file that a variable names; one that cannot be read is an error, not an absence", async () => {
  const env = { DB_PASSWORD_FILE: "/run/secrets/db" };
  const there = await load({ "/run/secrets/db": "from a file\n" }, { env, environment: "production" });
  expect(there.resolution?.snapshot?.variables({ service: "db" })).toEqual({ DB_PASSWORD: "from a file" });
  const gone = await load({ "/p/.slipway.secrets.env": "DB_PASSWORD=abcdefghijk\n" }, { env });
  expect(gone.diagnostics.map(({ message }) => message)).toEqual([
    "DB_PASSWORD_FILE (/run/secrets/db) cannot be read: there is no such file, so there is no DB_PASSWORD",
  ]);
});

test("a line of an env file that cannot be read is an error with its place", async () => {
  const { diagnostics } = await load({
    "/p/.env": "LOG_LEVEL=info\nhunter2 x\n",
    "/p/.slipway.secrets.env": "DB_PASSWORD=abcdefghijk\n",
  });
  expect(diagnostics.map(({ code, at }) => `${code} ${at && formatPosition(at)}`)).toEqual([
    "SETTINGS_ENV_FILE_SYNTAX /p/.env:2:1",
  ]);
});

test("exit codes tell the problems apart", async () => {
  const codeOf = async (texts: Readonly<Record<string, string>>, env = {}): Promise<number> =>
    exitCodeOf((await load(texts, { env })).diagnostics);
  const secrets = { "/p/.slipway.secrets.env": "DB_PASSWORD=abcdefghijk\n" };
  expect(await codeOf(secrets)).toBe(0);
  expect(await codeOf({ "/p/slipway.settings.yaml": "settings: []\n" })).toBe(2);
  expect(await codeOf({})).toBe(3);
  expect(await codeOf({}, { LOG_LEVEL: "loud" })).toBe(4);
  expect(await codeOf({}, { LOG_LEVEL: "loud", DB_PASSWORD: "abcdefghijk" })).toBe(5);
  expect(await codeOf({}, { DB_PASSWORD_FILE: "/no" })).toBe(6);
});

test("the environment is the option, else SLIPWAY_ENVIRONMENT, else development", async () => {
  const named = async (options: Partial<LoadOptions>): Promise<string | undefined> =>
    (await load({}, options)).resolution?.environment;
  expect(await named({})).toBe("development");
  expect(await named({ env: { SLIPWAY_ENVIRONMENT: "test" } })).toBe("test");
  expect(await named({ env: { SLIPWAY_ENVIRONMENT: "test" }, environment: "staging" })).toBe("staging");
});

test("a program that needs its settings gets all of them, or one error with everything", async () => {
  const files = createMemoryFiles({ "/p/slipway.settings.yaml": contract });
  const failure = await requireSettings({ cwd: "/p", env: { LOG_LEVEL: "loud" }, files }).catch((error) => error);
  expect(failure.code).toBe("SETTINGS_INVALID");
  expect(failure.exitCode).toBe(4);
  expect(failure.message).toBe("the settings for development have 2 errors");
  expect(failure.diagnostics).toHaveLength(2);
});

test("without a settings file the error says how to begin", async () => {
  const files = createMemoryFiles({});
  const failure = await loadSettings({ cwd: "/p", env: {}, files }).catch((error) => error);
  expect(failure.message).toBe("no slipway.settings.yaml in /p or a directory above it");
});
