import { entryText, type Node } from "@slipway/core";
import { isAbsolute, join, resolve } from "../path-names.ts";
import { compileRules, type PathRule, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import { nodeOf, scalar, withEntries } from "../yaml/make.ts";
import type { LoadContext } from "./context.ts";

type Where = Pick<LoadContext, "workingDir"> & { readonly files: Pick<LoadContext["files"], "home" | "realPath"> };
type Resolve = (node: Node, where: Where) => Node;

const file: Resolve = (node, where) => changed(node, (text) => absolute(text, where));
/** Changes are told with paths without symbolic links. Source: compose-go `paths/resolve.go` `absSymbolicPath`. */
const watched: Resolve = (node, where) =>
  changed(node, (text) => {
    const path = absolute(text, where);
    return isAbsolute(path) ? where.files.realPath(path) : path;
  });
const context: Resolve = (node, where) => changed(node, (text) => (isRemote(text) ? text : absolute(text, where)));
/** `default`, or `id=path`. */
const ssh: Resolve = (node, where) =>
  changed(node, (text) => text.replace(/=(.+)$/s, (_, path: string) => `=${absolute(path, where)}`));
const mount: Resolve = (node, where) => {
  const source = node.kind === "mapping" && entryText(node, "type") === "bind" ? node.entries.get("source") : undefined;
  return node.kind === "mapping" && source ? withEntries(node, { source: file(source.value, where) }) : node;
};
/** A volume of the local driver with `o: bind` is a bind in disguise. */
const volume: Resolve = (node, where) => {
  const options = node.kind === "mapping" ? node.entries.get("driver_opts")?.value : undefined;
  if (node.kind !== "mapping" || options?.kind !== "mapping" || entryText(node, "driver") !== "local") return node;
  const device = options.entries.get("device")?.value;
  if (entryText(options, "o") !== "bind" || !device) return node;
  return withEntries(node, { driver_opts: withEntries(options, { device: file(device, where) }) });
};

const service = (...path: string[]): string[] => ["services", "*", ...path];

const table: readonly PathRule<Resolve>[] = [
  [service("build", "context"), context],
  [service("build", "additional_contexts", "*"), context],
  [service("build", "ssh", "*"), ssh],
  [service("develop", "watch", "*", "path"), watched],
  [service("env_file", "*", "path"), file],
  [service("label_file", "*"), file],
  [service("volumes", "*"), mount],
  [["configs", "*", "file"], file],
  [["secrets", "*", "file"], file],
  [["volumes", "*"], volume],
];

let rules: RuleTrie<Resolve> | undefined;

/**
 * A canonical file with its paths made absolute: relative ones against the project directory, `~` against the home
 * directory; URLs and other remote contexts stay. Absolute paths stay, so the pass may run twice.
 * Source: Compose Specification, "Relative paths"; compose-go `paths/resolve.go`.
 */
export function resolvePaths(root: Node, where: Where): Node {
  rules ??= compileRules(table);
  return rewrite(root, rules, (resolvePath, node) => resolvePath(node, where));
}

function changed(node: Node, change: (text: string) => string): Node {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const text = change(node.value);
  return text === node.value ? node : { ...scalar(text, nodeOf(null, node)), plain: node.plain };
}

function absolute(path: string, { workingDir, files }: Where): string {
  if (path === "~" || path.startsWith("~/")) return join(files.home, path.slice(1));
  if (isAbsolute(path) || /^([a-z]:|\\\\)/i.test(path)) return path;
  return isAbsolute(workingDir) ? resolve(workingDir, path) : join(workingDir, path);
}

/** True for contexts that are no directory of this machine. Source: compose-go `paths/context.go`. */
function isRemote(context: string): boolean {
  return /^(git@|github\.com\/|service:|target:|[a-z][a-z0-9+.-]*:\/\/)/i.test(context);
}
