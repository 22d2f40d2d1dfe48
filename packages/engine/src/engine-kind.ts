import type { SystemVersion } from "./types/system.ts";

/** Whose engine answers. Podman speaks the same API with differences of its own. */
export type EngineKind = "docker" | "podman";

/** Which engine a version is of. Source: `GET /version`, whose components name "Podman Engine" there. */
export function engineKind(version: SystemVersion): EngineKind {
  return version.Components?.some(({ Name }) => Name.startsWith("Podman")) ? "podman" : "docker";
}
