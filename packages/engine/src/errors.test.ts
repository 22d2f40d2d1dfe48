import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engineErrors } from "./errors.ts";

test("every code is explained in docs/errors/engine.md, and no other", () => {
  const text = readFileSync(join(import.meta.dir, "../../../docs/errors/engine.md"), "utf8");
  const explained = [...text.matchAll(/^## (\w+)$/gm)].map((match) => match[1] ?? "");
  expect(explained.toSorted()).toEqual([...engineErrors.codes].toSorted());
});
