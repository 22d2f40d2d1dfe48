import { expect, test } from "bun:test";
import fc from "fast-check";
import { createRedactor } from "./redactor.ts";

const secret = 'p@ss/w+rd "ü" 1';

/** What comes out when a text goes through in chunks of these sizes. */
function inChunks(secrets: readonly string[], bytes: Uint8Array, sizes: readonly number[]): string {
  const stream = createRedactor(secrets).byteStream();
  const out: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    out.push(Uint8Array.from(stream.push(bytes.subarray(at, at + size))));
    at += size;
  }
  out.push(Uint8Array.from(stream.push(bytes.subarray(at))), Uint8Array.from(stream.end()));
  return Buffer.concat(out).toString();
}

const forms: readonly [name: string, text: string][] = [
  ["as it is", secret],
  ["in JSON", JSON.stringify({ secret })],
  ["in a URL", encodeURIComponent(secret)],
  ["in a URL with small digits", encodeURIComponent(secret).toLowerCase().replace("%c3%bc", "%c3%bc")],
  ["in a form", new URLSearchParams({ x: "two words of a secret" }).toString()],
  ["in hexadecimal digits", Buffer.from(secret).toString("hex")],
  ["in large hexadecimal digits", Buffer.from(secret).toString("hex").toUpperCase()],
  ...[0, 1, 2, 3].flatMap((before): [string, string][] =>
    (["base64", "base64url"] as const).map((kind) => [
      `in ${kind} behind ${before} bytes`,
      Buffer.from(`${"u".repeat(before)}${secret}:end`).toString(kind),
    ]),
  ),
];
for (const [name, text] of forms) {
  test(`a secret is found ${name}`, () => {
    const out = createRedactor([secret, "two words of a secret"]).text(`before ${text} after`);
    expect(out).toContain("[redacted]");
    expect(out.startsWith("before ") && out.endsWith(" after")).toBe(true);
    // Of base64 the first and last sign belong to the neighbours too.
    expect(out.length).toBeLessThan(50);
  });
}

test("a secret that is split over chunks is found, wherever the cuts are", () => {
  const text = fc.array(fc.constantFrom(secret, "p@ss/w", "ordinary ", "ü", "\n", "abcdefgh", "bcdefghi-longer"), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 0, max: 20 })), (parts, sizes) => {
      const whole = parts.join("");
      const secrets = [secret, "abcdefgh", "bcdefghi-longer"];
      expect(inChunks(secrets, Buffer.from(whole), sizes)).toBe(createRedactor(secrets).text(whole));
    }),
  );
});

test("whatever the secrets and the text, no secret is left, and what is no secret stays", () => {
  const word = fc.string({ minLength: 8, maxLength: 12, unit: fc.constantFrom("a", "b", "c") });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), maxLength: 80 }),
      (secrets, text) => {
        const out = createRedactor(secrets).text(text);
        for (const one of secrets) expect(out).not.toContain(one);
        if (!secrets.some((one) => text.includes(one))) expect(out).toBe(text);
      },
    ),
  );
});

test("nothing is held back that cannot be the beginning of a secret", () => {
  const stream = createRedactor(["topsecret-1"]).textStream();
  expect(stream.push("prompt> ")).toBe("prompt> ");
  expect(stream.push("tops")).toBe("");
  expect(stream.push("y turvy")).toBe("topsy turvy");
  expect(stream.push(" topsecret-1")).toBe(" [redacted]");
  expect(stream.push("topsec")).toBe("");
  expect(stream.end()).toBe("topsec");
});

test("secrets that overlap become one placeholder", () => {
  expect(createRedactor(["12345678abc", "abcdefghijk"]).text("<12345678abcdefghijk>")).toBe("<[redacted]>");
  expect(createRedactor(["longer-secret-value", "secret-value"]).text("secret-value longer-secret-value")).toBe(
    "[redacted] [redacted]",
  );
});

test("a secret too short to be found among ordinary words is left, and told", () => {
  const redactor = createRedactor(["true", "long-enough-1"]);
  expect(redactor.tooShort).toEqual([0]);
  expect(redactor.text("it is true: long-enough-1")).toBe("it is true: [redacted]");
});

test("two thousand secrets in a megabyte are found in one pass", () => {
  const secrets = Array.from({ length: 2000 }, (_, index) => `secret-${index}-${"x".repeat(20)}`);
  const text = `${"ordinary output of a program\n".repeat(20_000)}${secrets.join(" ")}`;
  const out = createRedactor(secrets).text(text);
  expect(out.endsWith(`\n${secrets.map(() => "[redacted]").join(" ")}`)).toBe(true);
});
