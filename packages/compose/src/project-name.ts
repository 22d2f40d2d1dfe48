import type { Diagnostics } from "@slipway/core";
import { evaluate, type Node, positionOf } from "@slipway/core";
import { composeErrors } from "./errors.ts";
import { ownValue } from "./own-value.ts";
import { basename } from "./path-names.ts";

const valid = /^[a-z0-9][a-z0-9_-]*$/;

/** The sources of a project's name, in the order in which they count. */
export interface NameSources {
  /** `-p`. */
  readonly given: string | undefined;
  /** With COMPOSE_PROJECT_NAME in it, perhaps. */
  readonly env: Readonly<Record<string, string>>;
  /** The documents of the Compose files; the last `name:` counts. */
  readonly documents: readonly Node[];
  readonly workingDir: string;
}

/**
 * The name of the project: `-p`, else COMPOSE_PROJECT_NAME (both must be valid as they are), else `name:` of the last
 * file that has one, else the name of the project directory (both are made valid).
 * Source: compose-go `withNamePrecedenceLoad`, `NormalizeProjectName`.
 */
export function projectName({ given, env, documents, workingDir }: NameSources, diagnostics: Diagnostics): string {
  const asked = given || env.COMPOSE_PROJECT_NAME;
  if (asked) {
    if (!valid.test(asked)) {
      const params = { name: asked, from: given ? "-p" : "COMPOSE_PROJECT_NAME", instead: normalName(asked) };
      diagnostics.add(composeErrors.diagnostic("COMPOSE_BAD_PROJECT_NAME", params));
    }
    return asked;
  }
  const written = documents.map(nameOf).findLast((node) => node !== undefined);
  // What is wrong with its variables is reported when the file is interpolated.
  const name = normalName(
    written
      ? evaluate(
          String(written.value),
          (key) => ownValue(env, key),
          () => undefined,
        )
      : basename(workingDir),
  );
  if (name === "") {
    const at = written && positionOf(written.origin);
    diagnostics.add(composeErrors.diagnostic("COMPOSE_NO_PROJECT_NAME", { workingDir }, at));
  }
  return name;
}

/** Lower case, only letters, digits, `_` and `-`, beginning with a letter or digit. */
function normalName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

function nameOf(root: Node): Extract<Node, { kind: "scalar" }> | undefined {
  const node = root.kind === "mapping" ? root.entries.get("name")?.value : undefined;
  return node?.kind === "scalar" && node.value !== null && node.value !== "" ? node : undefined;
}
