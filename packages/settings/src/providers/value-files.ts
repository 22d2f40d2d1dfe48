import { type Files, Secret } from "@slipway/core";
import type { Candidate, SourceFailure } from "../cascade/reading.ts";
import type { Variables } from "./environment.ts";
import type { Provider } from "./provider.ts";

/**
 * Files that hold one value each, named by `KEY_FILE`, as containers get their secrets. A line end at the end of the file is
 * not part of the value. A file that is named and cannot be read is a failure, not an absence.
 */
export function valueFilesProvider(
  env: Variables,
  files: Pick<Files, "read">,
  isTracked: (path: string) => Promise<boolean>,
): Provider {
  const label = "files named by KEY_FILE";
  return {
    source: "file",
    label,
    async read(wanted) {
      const found: Candidate[] = [];
      const failed: SourceFailure[] = [];
      for (const { key, variable, secret } of wanted) {
        const name = `${variable}_FILE`;
        const path = Object.hasOwn(env, name) ? env[name] : undefined;
        if (path === undefined || path === "") continue;
        const from = `${name} (${path})`;
        const text = readValue(path, files);
        if ("reason" in text) {
          const hint = `check ${name}, and that you may read the file`;
          failed.push({ keys: [key], reason: "unreadable", message: `cannot be read: ${text.reason}`, from, hint });
          continue;
        }
        const value = text.value.replace(/\r?\n$/, "");
        found.push({
          key,
          value: secret ? new Secret(value) : value,
          from,
          at: { file: path, line: 1, column: 1 },
          ...(secret && (await isTracked(path)) ? { tracked: true } : {}),
        });
      }
      return { source: "file", label, found, failed };
    },
  };
}

function readValue(path: string, files: Pick<Files, "read">): { readonly value: string } | { readonly reason: string } {
  try {
    const value = files.read(path);
    return value === undefined ? { reason: "there is no such file" } : { value };
  } catch (cause) {
    return { reason: (cause as Error).message };
  }
}
