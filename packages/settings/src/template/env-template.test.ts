import { expect, test } from "bun:test";
import { Diagnostics, parseDotenv, SourceText } from "@slipway/core";
import fc from "fast-check";
import { contractOf } from "../testing/contract.ts";
import { quoted } from "../values/quoted.ts";
import { envTemplate } from "./env-template.ts";

const contract = await contractOf(`settings:
  PORT: { type: port, default: 8080, description: Where it listens., services: [web] }
  MODE: { type: enum, values: [fast, safe], environments: { production: { default: safe } } }
  TITLE: { example: My shop }
  LIMIT: { type: int, min: 1, max: 9, required: false, environments: { production: { required: true } } }
  DB_PASSWORD: { secret: true, vault: { path: shop/db } }
  API_KEY: { secret: true, generate: false }
  DATABASE_URL: { type: url, secret: true, value: "postgres://app:\${DB_PASSWORD}@db/app" }
`);

test("names every setting that a person sets, and no secret's value", () => {
  expect(
    envTemplate(contract, "development"),
  ).toBe(`# The settings for development. Made by \`slipway env template\`; copy it to .env and fill it in.

# Where it listens.
# port, required
# Seen by web.
# PORT=8080

# enum, one of fast safe, required
MODE=

# string, required
TITLE='My shop'

# int, from 1 to 9, optional, required in production
# LIMIT=

# secret string, required
# Made by \`slipway secrets ensure\`; not for this file.
# DB_PASSWORD=

# secret string, required
# Belongs into .slipway.secrets.env, not into this file.
# API_KEY=
`);
});

test("says what holds in the environment that it is for", () => {
  const text = envTemplate(contract, "production");
  expect(text).toContain("\n# MODE=safe\n");
  expect(text).toContain("\nLIMIT=\n");
  expect(text).toContain("# Kept in Vault at shop/db#DB_PASSWORD; not for this file.\n");
});

test("a value is read back from an env file as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      fc.pre(!value.includes("\u0000"));
      const source = new SourceText(".env", `KEY=${quoted(value)}\nNEXT=1\n`);
      const diagnostics = new Diagnostics();
      const found = parseDotenv(source, () => undefined, diagnostics, "COMPOSE");
      expect(diagnostics.all).toEqual([]);
      expect([found.get("KEY"), found.get("NEXT")]).toEqual([value, "1"]);
    }),
  );
});
