import { expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import { hmacSha256, randomHex, sha256 } from "./digest.ts";

test("texts and bytes are hashed as everybody hashes them", () => {
  for (const content of ["", "a", "Zürich \u{1f600}", new Uint8Array([0, 255])]) {
    expect(sha256(content)).toBe(createHash("sha256").update(content).digest("hex"));
    for (const key of ["k", "ä".repeat(100)])
      expect(hmacSha256(key, content)).toBe(createHmac("sha256", key).update(content).digest("hex"));
  }
});

test("random digits have the length that was asked for and never come twice", () => {
  const many = Array.from({ length: 100 }, () => randomHex(6));
  for (const one of many) expect(one).toMatch(/^[0-9a-f]{12}$/);
  expect(new Set(many).size).toBe(100);
});
