import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretFingerprint } from "./fingerprint.ts";

test("the fingerprint of a secret cannot be had without the key, which is made once and is the user's alone", () => {
  const home = mkdtempSync(join(tmpdir(), "slipway-key-"));
  const path = join(home, ".local/state/slipway/fingerprint.key");
  const first = secretFingerprint({ HOME: home })?.("1234");
  expect(first).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{16}$/);
  expect(secretFingerprint({ HOME: home })?.("1234")).toBe(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  rmSync(path);
  expect(secretFingerprint({ HOME: home })?.("1234")).not.toBe(first);
  rmSync(home, { recursive: true });
});

test("machines with one SLIPWAY_SECRET_KEY agree", () => {
  const one = secretFingerprint({ SLIPWAY_SECRET_KEY: "shared" });
  const other = secretFingerprint({ SLIPWAY_SECRET_KEY: "shared", HOME: "/nowhere" });
  expect(one?.("x")).toBe(other?.("x") ?? "none");
  expect(one?.("x")).not.toBe(one?.("y"));
});

test("it is the HMAC of every runtime", () => {
  const mac = (text: string): string => createHmac("sha256", "shared").update(text).digest("hex");
  const id = mac("slipway: the id of this key").slice(0, 8);
  const fingerprint = secretFingerprint({ SLIPWAY_SECRET_KEY: "shared" });
  expect(fingerprint?.("pässword")).toBe(`${id}.${mac("pässword").slice(0, 16)}`);
  expect(fingerprint?.(new TextEncoder().encode("pässword"))).toBe(`${id}.${mac("pässword").slice(0, 16)}`);
});

test("without a place for a key secrets have no fingerprint", () => {
  expect(secretFingerprint({})).toBeUndefined();
});
