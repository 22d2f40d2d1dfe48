import { describe, expect, test } from "bun:test";
import { defineErrors, registerSecret, SourceText } from "@slipway/core";
import { renderDiagnostic, renderError, renderErrorJson, shortPath } from "./render-error.ts";
import { createStyle } from "./style.ts";

const errors = defineErrors("TestError", {
  TEST_BROKEN: { message: ({ what }: { what: string }) => `${what} is broken`, hint: "mend it" },
});
const view = { style: createStyle(false), cwd: "/home/me/demo", debug: false };

describe("an error on the screen", () => {
  test("shows the place, the line and a mark under the offending text", () => {
    const source = new SourceText("/home/me/demo/compose.yaml", 'services:\n  web:\n    prots: ["80"]\n');
    const at = source.position(19, 24);
    expect(renderDiagnostic(errors.diagnostic("TEST_BROKEN", { what: "prots" }, at), view)).toBe(
      [
        "error[TEST_BROKEN]: prots is broken",
        " --> compose.yaml:3:3",
        "  |",
        '3 |     prots: ["80"]',
        "  |   ^^^^^",
        "hint: mend it",
        "",
      ].join("\n"),
    );
  });

  test("keeps tabs before the mark and counts wide letters twice", () => {
    const source = new SourceText("a.yaml", "\t名前: x");
    const text = renderDiagnostic(errors.diagnostic("TEST_BROKEN", { what: "it" }, source.position(1, 3)), view);
    expect(text).toContain("  | \t^^^^\n");
  });

  test("names the first further places of a warning and counts the rest", () => {
    const at = { file: "/home/me/demo/compose.yaml", line: 3, column: 5 };
    const also = [4, 5, 6, 7, 8, 9].map((line) => ({ ...at, line }));
    const places = "compose.yaml:4:5, compose.yaml:5:5, compose.yaml:6:5, compose.yaml:7:5";
    const shown = (count: number) =>
      renderDiagnostic(
        { ...errors.diagnostic("TEST_BROKEN", { what: "it" }, at, "warning"), also: also.slice(0, count) },
        view,
      );
    expect(shown(4)).toBe(
      `warning[TEST_BROKEN]: it is broken\n --> compose.yaml:3:5\nalso: ${places}\nhint: mend it\n`,
    );
    expect(shown(6)).toContain(`also: ${places} and 2 more\n`);
  });

  test("gives only the place where the line may hold a secret", () => {
    const at = new SourceText("/home/me/demo/.env", "KEY=hunter2", false).position(0, 3);
    const text = renderDiagnostic(errors.diagnostic("TEST_BROKEN", { what: "it" }, at), view);
    expect(text).toBe("error[TEST_BROKEN]: it is broken\n --> .env:1:1\nhint: mend it\n");
  });

  test("shows all findings and then what they sum up to", () => {
    const diagnostics = [
      errors.diagnostic("TEST_BROKEN", { what: "a" }),
      errors.diagnostic("TEST_BROKEN", { what: "b" }),
    ];
    const text = renderError(errors.error("TEST_BROKEN", { what: "the project" }, { diagnostics }), view);
    expect(text.match(/\w+ (\w+ )?is broken/g)).toHaveLength(3);
    expect(text.trimEnd()).toEndWith("the project is broken\nhint: mend it");
  });

  test("does not sum up a single finding", () => {
    const diagnostics = [errors.diagnostic("TEST_BROKEN", { what: "a" })];
    const text = renderError(errors.error("TEST_BROKEN", { what: "the project" }, { diagnostics }), view);
    expect(text).toBe("error[TEST_BROKEN]: a is broken\nhint: mend it\n");
  });

  test("calls a failure that nobody expected a fault of ours, without a stack trace", () => {
    const text = renderError(new TypeError("x is not a function"), view);
    expect(text).toStartWith("error[CLI_INTERNAL]: a fault in Slipway itself: x is not a function\nhint: ");
    expect(text).not.toContain("    at ");
    expect(renderError(new TypeError("x"), { ...view, debug: true })).toContain("    at ");
  });

  test("is one JSON object on a line for programs", () => {
    const line = renderErrorJson(errors.error("TEST_BROKEN", { what: "it" }));
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({ level: "error", code: "TEST_BROKEN", message: "it is broken", hint: "mend it" });
  });

  test("holds no secret", () => {
    registerSecret("hunter2-of-this-test");
    expect(renderError(errors.error("TEST_BROKEN", { what: "hunter2-of-this-test" }), view)).toContain(
      "[redacted] is broken",
    );
  });
});

describe("a path on the screen", () => {
  test.each([
    ["/home/me/demo/compose.yaml", "compose.yaml"],
    ["/home/me/other/compose.yaml", "../other/compose.yaml"],
    ["/etc/x", "/etc/x"],
    ["-", "-"],
  ])("%s is %s from /home/me/demo", (path, shown) => {
    expect(shortPath(path, "/home/me/demo")).toBe(shown);
  });
});
