import { expect, test } from "bun:test";
import { Diagnostics } from "./diagnostic.ts";
import { defineErrors, isSlipwayError, SlipwayError } from "./error.ts";
import { Secret } from "./secret.ts";

const table = defineErrors("DemoError", {
  DEMO_BROKEN: {
    message: (p: { what: string }) => `${p.what} is broken`,
    hint: (p) => (p.what === "it" ? "mend it" : undefined),
    exitCode: 3,
  },
  DEMO_PLAIN: { message: (_: Record<string, never>) => "plain", hint: "look" },
});
const at = { file: "compose.yaml", line: 2, column: 3 };

test("an error of a table has its code, message, hint, place and exit code", () => {
  const error = table.error("DEMO_BROKEN", { what: "it" }, { at });
  expect(error).toBeInstanceOf(SlipwayError);
  expect([error.name, error.code, error.message, error.hint, error.exitCode]).toEqual([
    "DemoError",
    "DEMO_BROKEN",
    "it is broken",
    "mend it",
    3,
  ]);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: "DEMO_BROKEN",
    message: "it is broken",
    at,
    hint: "mend it",
  });
});

test("a hint that does not apply is absent", () => {
  expect("hint" in table.diagnostic("DEMO_BROKEN", { what: "that" })).toBe(false);
});

test("a secret never stands in a message or a hint", () => {
  const secret = new Secret("hunter2hunter2");
  const error = table.error("DEMO_BROKEN", { what: `password ${secret.reveal()}` });
  expect(error.message).toBe("password [redacted] is broken");
  expect(table.diagnostic("DEMO_BROKEN", { what: secret.reveal() }).message).toBe("[redacted] is broken");
});

test("a failure of another copy of this package is known as one", () => {
  expect(isSlipwayError(table.error("DEMO_PLAIN", {}))).toBe(true);
  expect(isSlipwayError(new Error("other"))).toBe(false);
});

test("the same finding at the same place is kept once, errors and warnings are told apart", () => {
  const found = new Diagnostics();
  found.add(table.diagnostic("DEMO_PLAIN", {}, at));
  found.add(table.diagnostic("DEMO_PLAIN", {}, at));
  found.add(table.diagnostic("DEMO_PLAIN", {}, { ...at, line: 9 }, "warning"));
  expect([found.all.length, found.errors.length, found.warnings.length, found.hasErrors]).toEqual([2, 1, 1, true]);
});

test("a warning that holds at several places is one warning with all of them, up to 500 more", () => {
  const found = new Diagnostics();
  for (let line = 1; line <= 700; line++) found.add(table.diagnostic("DEMO_PLAIN", {}, { ...at, line }, "warning"));
  found.add(table.diagnostic("DEMO_PLAIN", {}, { ...at, line: 2 }, "warning"));
  expect(found.all).toHaveLength(1);
  expect(found.all[0]?.at?.line).toBe(1);
  expect(found.all[0]?.also?.map(({ line }) => line)).toEqual(Array.from({ length: 500 }, (_, index) => index + 2));
});
