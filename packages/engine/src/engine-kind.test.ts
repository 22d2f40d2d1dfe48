import { expect, test } from "bun:test";
import { engineKind } from "./engine-kind.ts";

test.each([
  ["Podman Engine", "podman"],
  ["Engine", "docker"],
] as const)("an engine whose first component is %s is %s", (Name, kind) => {
  const common = { Version: "5.0", ApiVersion: "1.41", Os: "linux", Arch: "amd64" };
  expect(engineKind({ ...common, Components: [{ Name, Version: "5.0" }] })).toBe(kind);
});
