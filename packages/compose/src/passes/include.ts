import { type Entry, entryText, type MappingNode, type Node, positionOf } from "@slipway/core";
import { readEnvFiles } from "../environment.ts";
import { composeErrors } from "../errors.ts";
import { filePath } from "../file-path.ts";
import { deepest, mostIncludes } from "../limits.ts";
import { dirname, join, resolve } from "../path-names.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import { nodeOf, withEntries } from "../yaml/make.ts";
import { sameNode } from "../yaml/same-node.ts";
import { bindEnvironment } from "./bind-environment.ts";
import type { LoadContext } from "./context.ts";
import { settle } from "./settle.ts";
import { validateSchema } from "./validate-schema.ts";

/** Reads files into one tree: what the loader does for the project's own files. */
export type ReadModel = (paths: readonly string[], context: LoadContext) => Node | undefined;

const sections = ["services", "networks", "volumes", "configs", "secrets", "models"];

/**
 * Brings in what `include` lists. Each entry is a project of its own while it is read: its files, its project directory
 * (by default that of its first file) and its env files (by default the `.env` there), below the environment of the
 * including project. Names are shared: what both define differently is an error, as in docker compose 2.
 * Source: Compose Specification, chapter "Include".
 */
export function include(root: Node, context: LoadContext, readModel: ReadModel): Node {
  const list = root.kind === "mapping" ? root.entries.get("include")?.value : undefined;
  if (root.kind !== "mapping" || list?.kind !== "sequence") return root;
  const entries = new Map(root.entries);
  entries.delete("include");
  const result: MappingNode = { ...root, entries };
  // Only here is `include` seen: the merged tree has none.
  const listed = new Map([...root.entries].filter(([key]) => key === "include"));
  const before = context.diagnostics.errors.length;
  validateSchema({ ...root, entries: listed }, context);
  if (context.diagnostics.errors.length > before) {
    failed(context);
    return result;
  }
  for (const item of list.items) {
    const model = readIncluded(item, context, readModel);
    if (model?.kind === "mapping") importResources(model, entries, context);
  }
  return result;
}

function readIncluded(item: Node, context: LoadContext, readModel: ReadModel): Node | undefined {
  const named = texts(item.kind === "mapping" ? item.entries.get("path")?.value : item);
  const paths = named.flatMap((name) => filePath(name, context.workingDir, context, positionOf(item.origin)) ?? []);
  const [first] = paths;
  if (first === undefined || paths.length < named.length) return failed(context);
  const repeated = paths.find((path) => context.including.includes(path));
  if (repeated !== undefined) {
    const params = { path: [...context.including, repeated] };
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_INCLUDE_CYCLE", params, positionOf(item.origin)));
    return failed(context);
  }
  if (context.including.length > deepest) {
    const params = { what: "include", limit: deepest };
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_TOO_DEEP", params, positionOf(item.origin)));
    return failed(context);
  }
  if (++context.spent.includes > mostIncludes) {
    const finding = composeErrors.diagnostic(
      "COMPOSE_TOO_MANY_INCLUDES",
      { limit: mostIncludes },
      positionOf(item.origin),
    );
    if (context.spent.includes === mostIncludes + 1) context.diagnostics.add(finding);
    return failed(context);
  }
  const workingDir = resolve(context.workingDir, entryText(item, "project_directory") ?? dirname(first));
  const at = positionOf(item.origin);
  const variables = envFiles(item, workingDir, context);
  context.history?.includes.push({ files: paths, envFiles: variables, at });
  const inside: LoadContext = {
    ...context,
    workingDir,
    env: readEnvFiles(variables, context.env, context, at),
    namedAt: at,
  };
  const model = readModel(paths, inside);
  return model && bindEnvironment(settle(withContexts(model), inside), inside);
}

let contexts: RuleTrie<true> | undefined;

/** A build without a context is built where the included file is at home, not where the including one is. */
function withContexts(model: Node): Node {
  contexts ??= compileRules([[["services", "*", "build"], true]]);
  return rewrite(model, contexts, (_, build) =>
    build.kind === "mapping" && !build.entries.has("context")
      ? withEntries(build, { context: nodeOf(".", build) })
      : build,
  );
}

/** Nobody knows what the included files would have brought. */
function failed({ doubts }: LoadContext): undefined {
  doubts.add([]);
}

function envFiles(item: Node, workingDir: string, context: LoadContext): string[] {
  const named = texts(item.kind === "mapping" ? item.entries.get("env_file")?.value : undefined);
  if (named.length > 0)
    return named.filter((path) => path !== "/dev/null").map((path) => resolve(context.workingDir, path));
  const own = join(workingDir, ".env");
  return context.files.exists(own) && !context.files.isDirectory(own) ? [own] : [];
}

/** Adds the resources of a model to the entries of the including one. */
function importResources(model: MappingNode, entries: Map<string, Entry>, context: LoadContext): void {
  for (const section of sections) {
    const imported = model.entries.get(section);
    if (imported?.value.kind !== "mapping") continue;
    const present = entries.get(section);
    if (present?.value.kind !== "mapping") {
      entries.set(section, imported);
      continue;
    }
    const merged = new Map(present.value.entries);
    for (const entry of imported.value.entries.values()) {
      const own = merged.get(entry.key);
      if (!own) merged.set(entry.key, entry);
      else if (!sameNode(own.value, entry.value)) {
        const there = positionOf(entry.keyOrigin);
        const params = { resource: `${section}.${entry.key}`, file: there.file, line: there.line };
        context.diagnostics.add(
          composeErrors.diagnostic("COMPOSE_INCLUDE_CONFLICT", params, positionOf(own.keyOrigin)),
        );
      }
    }
    entries.set(section, { ...present, value: { ...present.value, entries: merged } });
  }
}

function texts(node: Node | undefined): string[] {
  const items = node?.kind === "sequence" ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    item.kind === "scalar" && !item.fault && typeof item.value === "string" ? [item.value] : [],
  );
}
