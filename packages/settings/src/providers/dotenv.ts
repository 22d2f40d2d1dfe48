import type { Files } from "@slipway/core";
import type { Variables } from "./environment.ts";
import { readPairs } from "./pairs.ts";
import type { Provider } from "./provider.ts";

export interface DotenvOptions {
  /** Absolute. A file that is not there gives nothing. */
  readonly path: string;
  /** The name that people see. */
  readonly name: string;
  readonly source: "dotenv" | "secrets-file";
  readonly env: Variables;
  readonly files: Pick<Files, "read">;
  /** Whether git keeps a file; asked only when the file holds a secret. */
  readonly isTracked: (path: string) => Promise<boolean>;
}

/**
 * An env file in the dialect of Compose, so that Compose can read the same file. Variables inside values are taken from the
 * process's environment, then from the lines above.
 */
export function dotenvProvider({ path, name, source, env, files, isTracked }: DotenvOptions): Provider {
  return {
    source,
    label: name,
    async read(wanted) {
      const nothing = { source, label: name, found: [], failed: [] };
      let text: string | undefined;
      try {
        text = files.read(path);
      } catch (cause) {
        const message = `cannot be read: ${(cause as Error).message}`;
        const keys = wanted.map(({ key }) => key);
        return { ...nothing, failed: [{ keys, reason: "unreadable", message, from: name, at: beginOf(path) }] };
      }
      if (text === undefined) return nothing;
      const lookup = (variable: string): string | undefined =>
        Object.hasOwn(env, variable) ? env[variable] : undefined;
      return { ...nothing, ...(await readPairs({ path, text, name, lookup, isTracked }, wanted)) };
    },
  };
}

function beginOf(file: string): { readonly file: string; readonly line: number; readonly column: number } {
  return { file, line: 1, column: 1 };
}
