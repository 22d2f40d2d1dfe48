import { expect, test } from "bun:test";
import { variablesOf } from "./variables.ts";

const plain = { defaultValue: "", presenceValue: "", required: false };

test("names every variable of all texts with its default, its alternative and whether it is required", () => {
  const found = variablesOf({ a: ["${TAG:-1} $PLAIN $$NOT", { b: "${REQ:?why}" }], c: "${ALT+yes}", "${KEY}": 1 });
  expect([...found.values()]).toEqual([
    { ...plain, name: "ALT", presenceValue: "yes" },
    { ...plain, name: "PLAIN" },
    { ...plain, name: "REQ", required: true },
    { ...plain, name: "TAG", defaultValue: "1" },
  ]);
});

test("finds variables in defaults, and keeps the first default of a name", () => {
  const found = variablesOf(["${A:-${B-in}}", "${A:-other}", "${B}"]);
  expect([...found.values()]).toEqual([
    { ...plain, name: "A", defaultValue: "${B-in}" },
    { ...plain, name: "B", defaultValue: "in" },
  ]);
});
