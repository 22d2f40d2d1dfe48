import type { Service } from "@slipway/compose";

/**
 * The variables of a container as `NAME=value`. A variable without a value is a bare `NAME`: the engine then takes the
 * image's away. Source: Compose Specification, "environment"; Docker Engine API, `Env` of a container.
 */
export function environment(variables: Service["environment"]): readonly string[] {
  return Object.entries(variables ?? {}).map(([name, value]) => (value === null ? name : `${name}=${value}`));
}
