import type { Files } from "@slipway/core";
import { type Node, nearest, type Position, parseYaml, positionOf, SourceText } from "@slipway/core";
import { composeErrors } from "./errors.ts";
import type { LoadContext } from "./passes/context.ts";
import { basename, dirname, join } from "./path-names.ts";

/** The names under which a Compose file is found without `-f`, in order of preference. */
export const defaultNames: readonly string[] = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
];

/** What reading a file takes and leaves. */
export type ReadContext = Pick<LoadContext, "diagnostics" | "files" | "remotes" | "documents" | "faults">;

/**
 * The documents of a Compose file, each a mapping at its top. A file that is missing, no text, no YAML or empty is
 * reported, at the place `at` that named it, and gives none.
 */
export function readDocuments(path: string, context: ReadContext, at?: Position): readonly Node[] {
  const known = context.documents.get(path);
  if (known) return known;
  const text = readText(path, context, at);
  const documents = text === undefined ? [] : parseDocuments(new SourceText(path, text), context);
  context.documents.set(path, documents);
  return documents;
}

/** The text of a file that must exist; `-` is standard input. What stands against it is reported. */
export function readText(
  path: string,
  context: Pick<ReadContext, "diagnostics" | "files" | "remotes">,
  at?: Position,
): string | undefined {
  const { files, diagnostics } = context;
  const { text, missing } = readIfThere(path, context, at);
  if (missing) {
    const near = nearFile(path, files);
    diagnostics.add(composeErrors.diagnostic("COMPOSE_FILE_NOT_FOUND", { path, near }, at));
  }
  return text;
}

/** The text of a file that may be missing. Only what else stands against it is reported; then there is no text either. */
export function readIfThere(
  path: string,
  { files, diagnostics, remotes }: Pick<ReadContext, "diagnostics" | "files" | "remotes">,
  at?: Position,
): { readonly text?: string; readonly missing?: true } {
  try {
    if (remotes.forbids(path, at?.file, files.realPath)) throw new Error("it leads out of the remote project");
    const text = path === "-" ? files.readStdin() : files.read(path);
    return text === undefined ? { missing: true } : { text };
  } catch (cause) {
    const reason = (cause as Error).message;
    diagnostics.add(composeErrors.diagnostic("COMPOSE_FILE_UNREADABLE", { path, reason }, at));
    return {};
  }
}

/** The file that was likely meant: one with a near name, else one with a default name, in the same directory. */
function nearFile(path: string, files: Files): string | undefined {
  const directory = dirname(path);
  const names = files.names(directory);
  const isEnvFile = /\benv\b/.test(basename(path));
  const usual = isEnvFile ? undefined : defaultNames.find((candidate) => names.includes(candidate));
  const name = nearest(basename(path), names) ?? usual;
  return name === undefined ? undefined : join(directory, name);
}

function parseDocuments(source: SourceText, context: ReadContext): readonly Node[] {
  const parsed = parseYaml(source, context.diagnostics, "COMPOSE");
  if ("fault" in parsed) {
    context.faults.push(parsed.fault);
    return [];
  }
  const documents = parsed.documents.filter((root) => !(root.kind === "scalar" && root.value === null));
  if (documents.length === 0) {
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_EMPTY_FILE", { file: source.file }, source.position(0)));
  }
  return documents.filter((root) => {
    if (root.kind === "mapping") return true;
    const found = root.kind === "scalar" ? "single value" : root.kind;
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_NOT_A_MAPPING", { found }, positionOf(root.origin)));
    return false;
  });
}
