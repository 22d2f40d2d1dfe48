import { expect, test } from "bun:test";
import { explainFaults, type SchemaFault } from "./explain.ts";

const fault = (keyword: string, instancePath: string, params: object = {}, schemaPath = ""): SchemaFault => ({
  keyword,
  instancePath,
  schemaPath,
  params: params as Record<string, unknown>,
});

const schema = {
  properties: {
    job: {
      anyOf: [
        { type: "string" },
        {
          type: "object",
          properties: { image: { type: "string" }, command: { type: "array" } },
          additionalProperties: false,
        },
      ],
    },
  },
};

test("of a union the branch that fits best is spoken of", () => {
  const faults = [
    fault("type", "/job", { type: "string" }),
    fault("additionalProperties", "/job", { additionalProperty: "imag" }),
    fault("anyOf", "/job"),
  ];
  expect(explainFaults(faults, schema, { job: { imag: "x" } })).toEqual([
    { reason: "unknown-key", path: ["job", "imag"], problem: "imag", hint: 'did you mean "image"?', meant: "image" },
  ]);
});

test("of a union the deepest fault is spoken of", () => {
  const faults = [
    fault("type", "/job", { type: "string" }),
    fault("type", "/job/command", { type: "array" }),
    fault("anyOf", "/job"),
  ];
  expect(explainFaults(faults, schema, { job: { command: 1 } })).toEqual([
    { reason: "wrong-type", path: ["job", "command"], problem: "must be a list, got a number" },
  ]);
});

test("a union that no branch fits names all forms", () => {
  const faults = [
    fault("type", "/job", { type: "string" }),
    fault("type", "/job", { type: "object" }),
    fault("anyOf", "/job"),
  ];
  expect(explainFaults(faults, schema, { job: [] })).toEqual([
    { reason: "wrong-type", path: ["job"], problem: "must be a string or a mapping, got a list" },
  ]);
});

test("one cause is one finding", () => {
  const twice = [fault("type", "/a", { type: "number" }), fault("type", "/a", { type: "number" })];
  expect(explainFaults(twice, {}, { a: [] })).toHaveLength(1);
});

test("bounds, formats and constants", () => {
  const faults = [
    fault("minimum", "/a", { limit: 1 }),
    fault("maxLength", "/b", { limit: 3 }),
    fault("format", "/c", { format: "uri" }),
    fault("const", "/d", { allowedValue: 2 }),
    fault("required", "", { missingProperty: "e" }),
  ];
  expect(explainFaults(faults, {}, { a: 0, b: "long", c: "x", d: 1 }).map(({ problem }) => problem)).toEqual([
    "must be at least 1, got 0",
    'must not be longer than 3, got "long"',
    'must be a valid uri, got "x"',
    "must be 2, got 1",
    'needs "e"',
  ]);
});

test("keys with slashes and positions in lists are paths", () => {
  const faults = [fault("type", "/a~1b/0", { type: "string" })];
  expect(explainFaults(faults, {}, { "a/b": [1] })[0]?.path).toEqual(["a/b", 0]);
});
