/** Whose engine answers. Podman speaks the same API with differences of its own. */
export type EngineKind = "docker" | "podman";

/** Which engine an answer is of. Source: containers/podman `pkg/api/server`: every answer has `Libpod-API-Version`. */
export function engineKind(headers: Readonly<Record<string, unknown>>): EngineKind {
  return headers["libpod-api-version"] === undefined ? "docker" : "podman";
}
