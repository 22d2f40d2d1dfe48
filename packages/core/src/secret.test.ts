import { expect, test } from "bun:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { redact, registerSecret, Secret } from "./secret.ts";

test("a secret prints, inspects and serialises as [redacted]; reveal gives it", () => {
  const secret = new Secret("correct horse");
  expect([`${secret}`, inspect({ secret }), JSON.stringify({ secret })]).toEqual([
    "[redacted]",
    "{ secret: [redacted] }",
    '{"secret":"[redacted]"}',
  ]);
  expect(secret.reveal()).toBe("correct horse");
});

test("a registered secret leaves no text, in its plain, JSON, URL and base64 forms", () => {
  const value = 'p"ss w/rd+?';
  registerSecret(value);
  const text = [value, JSON.stringify(value), encodeURIComponent(value), btoa(value)].join(" ");
  expect(redact(text)).not.toContain("ss");
});

test("whatever the secret, it is not in the redacted text, and the rest is", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (value) => {
      const secret = `<${value}>`;
      registerSecret(secret);
      const redacted = redact(`before ${secret} after`);
      expect(redacted).not.toContain(secret);
      expect(redacted.startsWith("before ") && redacted.endsWith(" after")).toBe(true);
    }),
  );
});

test("a text too short to be a secret is left alone", () => {
  registerSecret("a");
  expect(redact("a cat")).toBe("a cat");
});
