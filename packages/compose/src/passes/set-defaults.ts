import { entryText, type MappingNode, type Node, type Path, pathText, positionOf } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { compileRules, type PathRule, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import { nodeOf, withEntries } from "../yaml/make.ts";
import type { LoadContext } from "./context.ts";

type Defaults = (node: MappingNode) => Readonly<Record<string, unknown>>;

const service = (...path: string[]): string[] => ["services", "*", ...path];

/** Attributes that have a value even when nobody wrote one. Source: compose-go `transform/defaults.go`. */
const table: readonly PathRule<Defaults>[] = [
  [service("build"), () => ({ context: "." })],
  [service("depends_on", "*"), () => ({ required: true })],
  [service("env_file", "*"), () => ({ required: true })],
  [service("ports", "*"), () => ({ mode: "ingress", protocol: "tcp" })],
  [service("secrets", "*"), (secret) => ({ target: `/run/secrets/${entryText(secret, "source") ?? ""}` })],
];

/** What may stand without a value: `data:` under volumes is `data: {}`. */
const emptyMappings: readonly PathRule<Defaults>[] = [
  [["networks", "*"], () => ({})],
  [["volumes", "*"], () => ({})],
];

let rules: RuleTrie<Defaults> | undefined;

/** A canonical file with the defaults of the specification filled in. */
export function setDefaults(
  root: Node,
  {
    diagnostics,
    doubts,
    interpolate,
    normalise,
  }: Pick<LoadContext, "diagnostics" | "doubts" | "interpolate" | "normalise">,
): Node {
  rules ??= compileRules([...table, ...emptyMappings]);
  return rewrite(root, rules, (defaults, node, path) => {
    const given = node.kind === "scalar" && node.value === null && (interpolate || normalise) ? nodeOf({}, node) : node;
    if (given.kind !== "mapping") return given;
    const conditional = path[2] !== "depends_on" || given.entries.has("condition");
    if (!conditional && !doubts.about([...path, "condition"])) reportNoCondition(given, path, diagnostics);
    const missing = Object.entries(defaults(given)).filter(([key]) => !given.entries.has(key));
    return missing.length === 0 ? given : withEntries(given, mapToNodes(missing, given));
  });
}

function mapToNodes(values: readonly (readonly [string, unknown])[], like: Node): Record<string, Node> {
  return Object.fromEntries(values.map(([key, value]) => [key, nodeOf(value, like)]));
}

function reportNoCondition(node: Node, path: Path, diagnostics: LoadContext["diagnostics"]): void {
  const params = { path: pathText(path), problem: 'needs "condition"', hint: "add `condition: service_started`" };
  diagnostics.add(composeErrors.diagnostic("COMPOSE_MISSING_ATTRIBUTE", params, positionOf(node.origin)));
}
