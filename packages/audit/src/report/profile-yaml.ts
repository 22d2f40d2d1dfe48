import { toYaml } from "@slipway/compose";
import type { EffectiveProfile } from "./effective-profiles.ts";

/** The merged services of a profile in YAML, as `docker compose config` writes them. */
export function profileYaml({ services }: EffectiveProfile): string {
  return toYaml(asMap({ services }));
}

/** Mappings as maps, for the printer; what has no value and the name that the key already says are left out. */
function asMap(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => asMap(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, child]) => child !== undefined && !(depth === 2 && key === "name"),
  );
  return new Map(entries.map(([key, child]) => [key, asMap(child, depth + 1)]));
}
