import { Diagnostics, type Node, parseYaml, SourceText } from "@slipway/core";
import type { Found, Place } from "../../finding.ts";
import { purposeOf } from "../../inventory/compose/purpose.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest } from "../../inventory/paths.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { hidden, looksReal, urlCredentials } from "../../knowledge/secret-values.ts";
import { defineRule } from "../rule.ts";
import { isRealSecret } from "./ev207.ts";

const service = (value: string): string =>
  `services:\n  web:\n    image: shop:1\n    environment:\n      SESSION_SECRET: "${value}"\n`;

export const ev222 = defineRule({
  id: "EV222",
  why: "A secret in a file that is shared is known to everybody who ever saw the repository, also after it was taken out.",
  bad: { "compose.yaml": service("kJ8s0Zq2mN4vB7xC1lP5wQ9e") },
  good: { "compose.yaml": service("${SESSION_SECRET:?}"), "compose.test.yaml": service("not-a-secret") },
  fix: "Put a variable in its place, and make a new secret: this one is known",
  *check(inventory) {
    for (const { path, template, entries } of inventory.envFiles) {
      if (template || isTest(path)) continue;
      for (const { key, value, at } of entries) {
        if (isRealSecret({ key, value }))
          yield secretAt(at, key, value, inventory.repository.isTracked(path) ? "" : " (the file is not ignored)");
      }
    }
    for (const { path, root } of inventory.composeFiles) {
      if (root && purposeOf([path]) !== "test") yield* inTree(root, inventory);
    }
    for (const { root } of inventory.workflows) yield* inTree(root, inventory);
    for (const { path, text } of kubernetesFiles(inventory)) {
      const parsed = parseYaml(new SourceText(path, text), new Diagnostics(), "COMPOSE");
      for (const document of "documents" in parsed ? parsed.documents : []) yield* inTree(document, inventory);
    }
  },
});

function secretAt(at: Place, name: string, value: string, where = ""): Found {
  return {
    at,
    message: `${name} holds what looks like a real secret${where}`,
    evidence: [{ ...at, text: hidden(value) }],
    fix: `Put a variable in the place of the value of ${name}, and make a new secret: this one is known`,
  };
}

/** The values of secret names within a tree: `NAME: value`, `- NAME=value`, and the pairs `name:` and `value:` of Kubernetes. */
function* inTree(node: Node, inventory: Inventory, key = ""): Iterable<Found> {
  if (node.kind === "mapping") {
    const name = node.entries.get("name")?.value;
    for (const [own, { value }] of node.entries) {
      const isPair = own === "value" && name?.kind === "scalar";
      yield* inTree(value, inventory, isPair ? String(name.value) : own);
    }
  } else if (node.kind === "sequence") for (const item of node.items) yield* inTree(item, inventory, "");
  else if (typeof node.value === "string") {
    const { value, origin } = node;
    const at = inventory.relative(origin.source.position(origin.start));
    const pair = key === "" ? /^([A-Za-z_]\w*)=(.*)$/s.exec(value) : null;
    const [name, text] = pair ? [pair[1] ?? "", pair[2] ?? ""] : [key, value];
    const inner = defaultOf(text);
    const login = urlCredentials(inner);
    if (login ? looksReal(login.password) : isSecretName(name) && looksReal(inner))
      yield secretAt(at, name === "" ? "an address" : name, inner);
  }
}

/** What a variable falls back to, where the value is one with a fallback. */
function defaultOf(text: string): string {
  return /^\$\{\w+:?-([^{}]*)\}$/.exec(text)?.[1] ?? text;
}

function* kubernetesFiles({ paths, text }: Inventory): Iterable<{ readonly path: string; readonly text: string }> {
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path) || isTest(path)) continue;
    const content = text(path) ?? "";
    if (/^apiVersion:/m.test(content) && /^kind:/m.test(content) && !/\{\{/.test(content))
      yield { path, text: content };
  }
}
