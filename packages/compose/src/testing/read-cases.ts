import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ConformanceCase, parseCase } from "./conformance-case.ts";

/** A case with where it stands: `merge/ports`, and its file. */
export interface NamedCase extends ConformanceCase {
  readonly name: string;
  readonly path: string;
}

/** Every case of the folder `conformance`, by name. */
export function readCases(): readonly NamedCase[] {
  const folder = fileURLToPath(new URL("../../conformance", import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".case"))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return { name: name.replace(/\.case$/, ""), path, ...parseCase(readFileSync(path, "utf8")) };
    });
}
