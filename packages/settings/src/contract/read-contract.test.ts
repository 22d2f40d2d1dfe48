import { expect, test } from "bun:test";
import { Diagnostics, formatPosition, redact, SourceText } from "@slipway/core";
import type { Contract } from "./contract.ts";
import { readContract } from "./read-contract.ts";

async function read(text: string, embedded = false): Promise<{ contract: Contract | undefined; findings: string[] }> {
  const diagnostics = new Diagnostics();
  const contract = await readContract(new SourceText("s.yaml", text), diagnostics, { embedded });
  return {
    contract,
    findings: diagnostics.all.map(
      ({ code, at, message, hint }) =>
        `${at ? formatPosition(at) : "-"} ${code.replace("SETTINGS_", "")} ${message}${hint === undefined ? "" : ` (${hint})`}`,
    ),
  };
}

test("a setting has defaults for all that is not said", async () => {
  const { contract } = await read("settings:\n  PORT: { type: port, default: 8080 }\n");
  expect(contract?.settings.get("PORT")).toMatchObject({
    variable: "PORT",
    type: "port",
    secret: false,
    required: true,
    default: { text: "8080", at: { line: 2, column: 32 } },
    services: [],
    at: { line: 2, column: 3 },
  });
});

test("a default keeps the text that was written, not what YAML makes of it", async () => {
  const { contract } = await read("settings:\n  A: { default: 010 }\n  B: { default: yes }\n  C: { default: 1.50 }\n");
  expect(["A", "B", "C"].map((key) => contract?.settings.get(key)?.default?.text)).toEqual(["010", "yes", "1.50"]);
});

test("lists and JSON may be written as YAML", async () => {
  const { contract } = await read(
    "settings:\n  A: { type: list, default: [a, 2] }\n  B: { type: json, default: { x: [1] } }\n",
  );
  expect(contract?.settings.get("A")?.default?.text).toBe("a,2");
  expect(contract?.settings.get("B")?.default?.text).toBe('{"x":[1]}');
});

test("in a contract.yaml only the keys of the settings are looked at", async () => {
  const { contract, findings } = await read("service: shop\nevents: []\nsettings:\n  A: { default: x }\n", true);
  expect(findings).toEqual([]);
  expect([...(contract?.settings.keys() ?? [])]).toEqual(["A"]);
});

test("environments start from the strictest policy, and change what they name", async () => {
  const { contract } = await read(
    "settings: {}\nenvironments:\n  preview: { values: [environment] }\n  test: { fallback: true }\n",
  );
  expect(contract?.policies.get("preview")).toEqual({
    secrets: ["vault", "encrypted", "file"],
    values: ["environment"],
    fallback: false,
  });
  expect(contract?.policies.get("test")?.secrets).toContain("secrets-file");
});

test("everything that is wrong is told at once, each with its place and its cure", async () => {
  const { contract, findings } = await read(
    `settings:
  A: { typ: int }
  B: { type: integer }
  1C: {}
environments:
  production: { secrets: [valt] }
`,
  );
  expect(contract).toBeUndefined();
  expect(findings).toEqual([
    's.yaml:4:3 UNKNOWN_ATTRIBUTE unknown attribute "1C" in settings (use letters, digits, `.`, `_` and `-`)',
    's.yaml:2:8 UNKNOWN_ATTRIBUTE unknown attribute "typ" in settings.A (did you mean "type"?)',
    's.yaml:3:14 WRONG_TYPE settings.B.type must be one of string, int, number, bool, url, port, duration, bytes, enum, list, json, got "integer"',
    's.yaml:6:27 WRONG_TYPE environments.production.secrets[0] must be one of vault, encrypted, file, secrets-file, environment, dotenv, default, got "valt" (did you mean "vault"?)',
  ]);
});

const wrong: readonly [title: string, setting: string, finding: RegExp][] = [
  [
    "a default that is not of its type",
    "{ type: int, default: many }",
    /:2:28 MALFORMED A \(default\) is no whole number/,
  ],
  ["an enum without values", "{ type: enum }", /CONFLICT A: an enum needs `values:`/],
  ["values of something else", "{ values: [a] }", /are for an enum, not for a string/],
  ["Vault for what is no secret", "{ vault: { path: x } }", /Vault gives secrets only/],
  ["a template beside a default", '{ value: "${A}", default: x }', /both `value:` and `default:`/],
  ["a pattern that is none", '{ pattern: "(" }', /no regular expression/],
  ["bounds the wrong way round", "{ type: int, min: 3, max: 1 }", /`min` 3 is more than `max` 1/],
  ["a template of itself", '{ value: "x${A}" }', /DERIVED_CYCLE settings are put together in a circle: A → A/],
  ["a template of an unknown setting", '{ value: "${B}" }', /UNKNOWN_KEY A names B, which is no setting/],
  ["a template with an open brace", '{ value: "${" }', /CONFLICT A: its `value:` holds a/],
  ["an override of an unknown environment", "{ environments: { prod: { default: x } } }", /no environment "prod"/],
  ["a list without a separator between items", "{ type: list, default: ['a,b'] }", /cannot be a sequence/],
  ["a duplicate key", "{ default: a, default: b }", /DUPLICATE_KEY key "default" stands twice/],
];
for (const [title, setting, finding] of wrong) {
  test(`${title} is an error`, async () => {
    const { contract, findings } = await read(`settings:\n  A: ${setting}\n`);
    expect(contract).toBeUndefined();
    expect(findings.join("\n")).toMatch(finding);
  });
}

test("a secret with a default is an error whose message and place do not show it", async () => {
  const diagnostics = new Diagnostics();
  const text =
    "settings:\n  A:\n    secret: true\n    default: hunter2\n    environments: { test: { default: hunter3 } }\n";
  expect(await readContract(new SourceText("s.yaml", text), diagnostics)).toBeUndefined();
  expect(diagnostics.errors.map(({ code, at }) => [code, at?.line])).toEqual([
    ["SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE", 4],
    ["SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE", 5],
  ]);
  expect(JSON.stringify(diagnostics.all)).not.toContain("hunter");
});

test("a default of a secret is hidden also when something else in its line is wrong", async () => {
  const diagnostics = new Diagnostics();
  const text = "settings:\n  A: { secret: true, default: a-weak-default-1, typ: x }\n";
  await readContract(new SourceText("s.yaml", text), diagnostics);
  expect(redact(JSON.stringify(diagnostics.all))).not.toContain("a-weak-default-1");
});

test("what is put together out of a secret must be a secret", async () => {
  const { findings } = await read('settings:\n  A: { secret: true }\n  B: { value: "x${A}" }\n');
  expect(findings.join("\n")).toMatch(/CONFLICT B: it is put together out of the secret A, but is none itself/);
});

test("the name of a secret without the mark is warned of, and `secret: false` is an answer", async () => {
  const { contract, findings } = await read(
    "settings:\n  MINIO_SECRET_KEY: { default: minioadmin }\n  CSRF_TOKEN: { secret: false, default: x }\n",
  );
  expect(contract).toBeDefined();
  expect(findings).toEqual([
    "s.yaml:2:3 LOOKS_SECRET MINIO_SECRET_KEY has the name of a secret, but is not marked as one (add `secret: true`, or `secret: false` when everybody may see it)",
  ]);
});

test("two settings with one variable are an error", async () => {
  const { findings } = await read("settings:\n  A: { variable: X }\n  X: {}\n");
  expect(findings.join("\n")).toMatch(/CONFLICT X: its variable X is that of A too/);
});

test("what is no YAML, or no mapping, is told with its place", async () => {
  expect((await read("settings:\n\tA: {}\n")).findings[0]).toMatch(/^s\.yaml:2:1 SYNTAX not valid YAML/);
  expect((await read("[]\n")).findings[0]).toMatch(/NOT_A_MAPPING a settings file must be one mapping, not a list/);
  expect((await read("")).findings[0]).toMatch(/not an empty file/);
});
