import { Diagnostics, type Files, parseDotenv, Secret, SourceText } from "@slipway/core";
import type { Candidate } from "../cascade/reading.ts";
import type { Variables } from "./environment.ts";
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
  readonly isTracked: (path: string) => boolean;
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
      const content = new SourceText(path, text, false);
      const diagnostics = new Diagnostics();
      const starts = new Map<string, number>();
      const lookup = (variable: string): string | undefined =>
        Object.hasOwn(env, variable) ? env[variable] : undefined;
      const values = parseDotenv(content, lookup, diagnostics, "SETTINGS", (key, start) => starts.set(key, start));
      let tracked: boolean | undefined;
      const found = wanted.flatMap(({ key, variable, secret }): Candidate[] => {
        const value = values.get(variable);
        const start = starts.get(variable);
        if (value === undefined || start === undefined) return [];
        if (secret) tracked ??= isTracked(path);
        return [
          {
            key,
            value: secret ? new Secret(value) : value,
            from: name,
            at: content.position(start, start + variable.length),
            ...(secret && tracked ? { tracked: true } : {}),
          },
        ];
      });
      return { ...nothing, found, diagnostics: diagnostics.all };
    },
  };
}

function beginOf(file: string): { readonly file: string; readonly line: number; readonly column: number } {
  return { file, line: 1, column: 1 };
}
