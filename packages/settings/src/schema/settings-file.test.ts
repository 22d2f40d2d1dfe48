import { expect, test } from "bun:test";
import { join } from "node:path";
import { schema, validate } from "./validate.gen.ts";

test("the library in which the schema is written is no part of the program", async () => {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, "../index.ts")],
    target: "bun",
    splitting: true,
  });
  const texts = await Promise.all(outputs.map((output) => output.text()));
  expect(texts.join("")).toContain("slipway.settings.yaml");
  expect(texts.filter((text) => text.includes("node_modules/typebox/"))).toEqual([]);
});

test("the generated validator takes what the schema describes and nothing else", () => {
  expect(Object.keys(schema().properties)).toEqual(["settings", "environments", "env_files", "vault"]);
  expect(validate({ settings: { A: { type: "int", default: 1 } }, "x-note": 1 })).toBe(true);
  expect(validate({ settings: { A: { type: "integer" } } })).toBe(false);
  expect(validate({})).toBe(false);
});
