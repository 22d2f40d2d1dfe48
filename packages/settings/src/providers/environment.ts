import { Secret } from "@slipway/core";
import type { Provider } from "./provider.ts";

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of this process, by the name that each setting has there. */
export function environmentProvider(env: Variables): Provider {
  const label = "the environment";
  return {
    source: "environment",
    label,
    async read(wanted) {
      const found = wanted.flatMap(({ key, variable, secret }) => {
        const text = Object.hasOwn(env, variable) ? env[variable] : undefined;
        if (text === undefined) return [];
        return [{ key, value: secret ? new Secret(text) : text, from: `the variable ${variable}` }];
      });
      return { source: "environment", label, found, failed: [] };
    },
  };
}
