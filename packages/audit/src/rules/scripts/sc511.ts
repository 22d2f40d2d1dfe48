import { type Node, nodeAt, parseDockerignore } from "@slipway/core";
import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Workflow } from "../../inventory/workflows.ts";
import { defineRule } from "../rule.ts";
import { missingFiles } from "./named-files.ts";
import { withNested } from "./nested-commands.ts";

const workflow = (filter: string, run: string): string =>
  `on:\n  push:\n    paths: ["${filter}"]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: ${run}\n`;
const path = ".github/workflows/test.yml";

export const sc511 = defineRule({
  id: "SC511",
  why: "The workflow fails, or never runs, and the check that everybody relies on is none.",
  bad: { [path]: workflow("server/**", "./scripts/test.sh"), "src/app.ts": "" },
  good: { [path]: workflow("src/**", "./scripts/test.sh"), "src/app.ts": "", "scripts/test.sh": "" },
  fix: "Name a file that is there",
  *check(inventory) {
    for (const line of inventory.commands.flatMap(withNested)) {
      if (line.origin !== "workflow") continue;
      for (const { written, nearest } of missingFiles(line, inventory)) {
        yield {
          at: line.at,
          message: `the workflow runs ${written}, which is not in the repository`,
          evidence: nearest ? [{ file: nearest, line: 1, column: 1, text: "perhaps this is meant" }] : [],
          ...(nearest ? { fix: `Name ${nearest}, if that is meant` } : {}),
        };
      }
    }
    for (const one of inventory.workflows) {
      if (one.kind !== "actions") continue;
      yield* deadFilters(one, inventory);
      yield* missingActions(one, inventory);
      yield* untoldSecrets(one, inventory);
    }
  },
});

/** Filters of paths that no file of the repository passes. */
function* deadFilters({ root }: Workflow, { paths, relative, repository }: Inventory): Iterable<Found> {
  for (const event of ["push", "pull_request", "pull_request_target"]) {
    for (const key of ["paths", "paths-ignore"]) {
      const list = nodeAt(root, ["on", event, key]);
      if (list?.kind !== "sequence") continue;
      for (const item of list.items) {
        if (item.kind !== "scalar" || typeof item.value !== "string") continue;
        const pattern = item.value.replace(/^!/, "");
        if (!/^[\w.*/@-]+$/.test(pattern) || key === "paths-ignore") continue;
        const rules = parseDockerignore(pattern);
        if (paths.some((one) => rules.ignores(one)) || repository.paths.some((one) => rules.ignores(one))) continue;
        const at = relative(item.origin.source.position(item.origin.start));
        yield {
          at,
          message: `no file passes the filter "${item.value}"`,
          fix: "Name a folder that is there, or take the filter away",
        };
      }
    }
  }
}

/** `uses: ./.github/actions/x` and `uses: ./.github/workflows/x.yml` that are not there. */
function* missingActions({ root }: Workflow, { has, relative }: Inventory): Iterable<Found> {
  for (const node of scalars(root)) {
    if (node.key !== "uses" || !node.text.startsWith("./")) continue;
    const local = node.text.slice(2);
    if (has(local)) continue;
    yield {
      at: relative(node.origin.source.position(node.origin.start)),
      message: `the workflow uses ${node.text}, which is not in the repository`,
    };
  }
}

/** Secrets that a workflow takes and no document names: the next repository that is made from this one lacks them. */
function* untoldSecrets({ root }: Workflow, { documents, text, relative }: Inventory): Iterable<Found> {
  if (documents.length === 0) return;
  const told = documents.map((document) => text(document.path) ?? "").join("\n");
  const seen = new Set<string>();
  for (const { text: value, origin } of scalars(root)) {
    for (const [, name = ""] of value.matchAll(/\bsecrets\.([A-Za-z_]\w*)/g)) {
      if (name === "GITHUB_TOKEN" || seen.has(name) || new RegExp(`\\b${name}\\b`).test(told)) continue;
      seen.add(name);
      yield {
        at: relative(origin.source.position(origin.start)),
        message: `the workflow takes the secret ${name}, of which no document tells`,
        fix: `Write down what ${name} is, and where to get it`,
        severity: "warning",
      };
    }
  }
}

function* scalars(
  node: Node,
  key = "",
): Iterable<{ readonly key: string; readonly text: string; readonly origin: Node["origin"] }> {
  if (node.kind === "mapping") for (const [own, { value }] of node.entries) yield* scalars(value, own);
  else if (node.kind === "sequence") for (const item of node.items) yield* scalars(item, key);
  else if (typeof node.value === "string") yield { key, text: node.value, origin: node.origin };
}
