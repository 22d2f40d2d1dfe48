import { expect, test } from "bun:test";
import { engineKind } from "./engine-kind.ts";

test("an engine that names its libpod version is Podman", () => {
  expect(engineKind({ "api-version": "1.41", "libpod-api-version": "4.3.1" })).toBe("podman");
  expect(engineKind({ "api-version": "1.41" })).toBe("docker");
});
