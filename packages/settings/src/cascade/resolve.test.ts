import { expect, test } from "bun:test";
import { contractOf, readingOf } from "../testing/contract.ts";
import type { Outcome, Resolution } from "./outcome.ts";
import { type Reading, type SourceFailure, textOf } from "./reading.ts";
import { resolve } from "./resolve.ts";

const shop = await contractOf(`
settings:
  PORT: { type: port, default: 8080, environments: { production: { default: 80 } } }
  NAME: {}
  PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  OPTIONAL: { required: false }
`);
const complete = [readingOf("environment", { NAME: "shop" }), readingOf("secrets-file", { PASSWORD: "p4ssw0rd-1" })];

function codes({ diagnostics }: Resolution): string[] {
  return diagnostics.map(({ code, severity }) => `${severity} ${code.replace("SETTINGS_", "")}`);
}

function verdicts(outcome: Outcome | undefined): string[] {
  return (outcome?.traces ?? []).map(({ source, verdict }) => `${source} ${verdict}`);
}

function failing(source: Reading["source"], reason: SourceFailure["reason"]): Reading {
  const failed = [{ keys: ["PASSWORD"], reason, message: "cannot be asked", from: "Vault" }];
  return { source, label: "Vault", found: [], failed };
}

test("the highest source answers, and a default when none does", () => {
  const { snapshot, outcomes } = resolve(shop, "development", [
    ...complete,
    readingOf("dotenv", { PORT: "1", NAME: "lower" }),
  ]);
  expect(snapshot?.get("PORT")).toBe(1);
  expect(snapshot?.get("NAME")).toBe("shop");
  expect(verdicts(outcomes.get("NAME"))).toEqual(["environment won", "dotenv lower", "default absent"]);
  expect(verdicts(outcomes.get("PORT"))).toEqual(["environment absent", "dotenv won", "default lower"]);
});

test("an environment overrides a default", () => {
  const readings = [readingOf("vault", { PASSWORD: "p4ssw0rd-1" }), readingOf("environment", { NAME: "x" })];
  expect(resolve(shop, "production", readings).snapshot?.get("PORT")).toBe(80);
  expect(resolve(shop, "development", complete).snapshot?.get("PORT")).toBe(8080);
});

test("every missing and every malformed key is told, and nothing of the rest is given", () => {
  const { diagnostics, snapshot } = resolve(shop, "development", [readingOf("environment", { PORT: "99999" })]);
  expect(snapshot).toBeUndefined();
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "PORT (the environment) is no port",
    "NAME has no value in development",
    "PASSWORD has no value in development",
  ]);
});

test("a malformed value of a higher source is an error, though a lower one has a good value", () => {
  const { outcomes } = resolve(shop, "development", [
    ...complete,
    readingOf("environment", { PORT: "x" }),
    readingOf("dotenv", { PORT: "1" }),
  ]);
  expect(outcomes.get("PORT")?.status).toBe("malformed");
  expect(verdicts(outcomes.get("PORT"))).toContain("environment malformed");
});

for (const source of ["environment", "dotenv"] as const) {
  test(`a secret in the ${source} is an error, though an entitled source has it too`, () => {
    const resolution = resolve(shop, "development", [...complete, readingOf(source, { PASSWORD: "another-1" })]);
    expect(resolution.snapshot).toBeUndefined();
    expect(codes(resolution)).toEqual(["error SECRET_FROM_UNAUTHORISED_SOURCE"]);
    expect(resolution.outcomes.get("PASSWORD")?.status).toBe("unauthorised");
  });
}

test("a secret in a file of the repository is an error, even where the source is entitled", () => {
  const tracked = readingOf("secrets-file", { PASSWORD: "p4ssw0rd-1" }, { tracked: true });
  const resolution = resolve(shop, "development", [readingOf("environment", { NAME: "x" }), tracked]);
  expect(codes(resolution)).toEqual(["error SECRET_FROM_UNAUTHORISED_SOURCE"]);
  expect(resolution.diagnostics[0]?.message).toContain("a file of the repository");
});

test("a variable that repeats the secret, as under `env run`, is no error", () => {
  const resolution = resolve(shop, "development", [...complete, readingOf("environment", { PASSWORD: "p4ssw0rd-1" })]);
  expect(codes(resolution)).toEqual([]);
  expect(verdicts(resolution.outcomes.get("PASSWORD"))).toContain("environment same");
});

test("breaking the glass takes the secret, warns, and shows in the traces", () => {
  const readings = [readingOf("environment", { NAME: "x", PASSWORD: "p4ssw0rd-9" })];
  const resolution = resolve(shop, "production", readings, { breakGlass: true });
  expect(codes(resolution)).toEqual(["warning BREAK_GLASS"]);
  expect(textOf(resolution.snapshot?.text("PASSWORD") ?? "")).toBe("p4ssw0rd-9");
  expect(verdicts(resolution.outcomes.get("PASSWORD"))).toContain("environment forced");
});

test("the generated secrets of this machine do not serve production, and the message says so", () => {
  const resolution = resolve(shop, "production", complete);
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([
    "PASSWORD has no value in production: the secrets-file has it, which may not give secrets in production",
  ]);
});

test("a plain value from a source that may not give it is left out, with a warning", () => {
  const resolution = resolve(shop, "development", [...complete, readingOf("vault", { PORT: "1" })]);
  expect(codes(resolution)).toEqual(["warning NOT_ENTITLED"]);
  expect(resolution.snapshot?.get("PORT")).toBe(8080);
});

test("an empty secret counts as missing, and so does an empty number; an empty text is a text", () => {
  const readings = [readingOf("secrets-file", { PASSWORD: "" }), readingOf("environment", { NAME: "", PORT: "" })];
  const resolution = resolve(shop, "development", readings);
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([
    "PASSWORD has no value in development: it is empty in the secrets-file",
  ]);
  expect(resolution.outcomes.get("NAME")?.read?.host.value).toBe("");
  expect(resolution.outcomes.get("PORT")?.read?.host.value).toBe(8080);
});

for (const reason of ["unreachable", "timeout", "sealed", "denied", "malformed"] as const) {
  test(`while Vault is ${reason}, nothing lower answers for it`, () => {
    const resolution = resolve(shop, "development", [...complete, failing("vault", reason)]);
    expect(codes(resolution)).toEqual(["error SOURCE_FAILED"]);
    expect(resolution.outcomes.get("PASSWORD")?.status).toBe("failed");
  });
}

const lenient = await contractOf(`
environments: { development: { fallback: true } }
settings: { PASSWORD: { secret: true, vault: { path: x } } }
`);

test("with `fallback` a lower source stands in for one that is away, with a warning, but never after a refusal", () => {
  const readings = [readingOf("secrets-file", { PASSWORD: "p4ssw0rd-1" })];
  const away = resolve(lenient, "development", [...readings, failing("vault", "unreachable")]);
  expect(codes(away)).toEqual(["warning FALLBACK"]);
  expect(away.snapshot).toBeDefined();
  for (const reason of ["denied", "malformed", "rejected"] as const) {
    expect(codes(resolve(lenient, "development", [...readings, failing("vault", reason)]))).toEqual([
      "error SOURCE_FAILED",
    ]);
  }
});

test("a value whose lease is over is not used", () => {
  const expired = readingOf("vault", { PASSWORD: "p4ssw0rd-1" }, { state: "expired" });
  const resolution = resolve(shop, "production", [readingOf("environment", { NAME: "x" }), expired]);
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([
    "PASSWORD has no value in production: the lease of the vault is over",
  ]);
});

const derived = await contractOf(`
settings:
  URL: { type: url, secret: true, value: "postgres://app:\${PASSWORD}@\${HOST}:\${PORT}/shop", services: [web] }
  HOST: { value: { host: localhost, container: db } }
  PORT: { type: port, default: 5432 }
  PASSWORD: { secret: true }
  MAYBE: { required: false, value: "<\${NOT}>" }
  NOT: { required: false }
`);

test("a value put together is that of the place that reads it, with secrets encoded in a URL", () => {
  const { snapshot } = resolve(derived, "development", [readingOf("secrets-file", { PASSWORD: "p@ss/w" })]);
  const text = (place: "host" | "container"): string => textOf(snapshot?.text("URL", place) ?? "");
  expect(text("host")).toBe("postgres://app:p%40ss%2Fw@localhost:5432/shop");
  expect(text("container")).toBe("postgres://app:p%40ss%2Fw@db:5432/shop");
  expect(snapshot?.variables({ place: "container", service: "web" })).toEqual({ URL: text("container") });
  expect(snapshot?.variables({ service: "db" })).toEqual({});
});

test("of a value that cannot be put together only the cause is told", () => {
  const { diagnostics, outcomes } = resolve(derived, "development", []);
  expect(diagnostics.map(({ message }) => message)).toEqual(["PASSWORD has no value in development"]);
  expect([...outcomes].map(([key, { status }]) => `${key} ${status}`)).toEqual([
    "URL missing",
    "HOST resolved",
    "PORT resolved",
    "PASSWORD missing",
    "MAYBE unset",
    "NOT unset",
  ]);
});

test("only what is asked for, and what it is put together of, is resolved", () => {
  const { outcomes } = resolve(derived, "development", [], { keys: ["HOST"] });
  expect([...outcomes.keys()]).toEqual(["HOST"]);
  expect(() => resolve(derived, "development", [], { keys: ["HOTS"] })).toThrow("there is no setting HOTS");
});

test("an environment that nobody declared is refused", () => {
  expect(() => resolve(shop, "prod", [])).toThrow('there is no environment "prod"');
});
