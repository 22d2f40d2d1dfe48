import { type IgnoreRules, nearest, parseDockerignore } from "@slipway/core";
import type { Found } from "../../finding.ts";
import type { BuildFile, BuildStep } from "../../inventory/build/build-file.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";

export const dk105 = defineRule({
  id: "DK105",
  why: "The build ends at this line, for everybody who did not happen to have the file.",
  bad: { Dockerfile: "FROM nginx:1.27\nCOPY nginx/site.conf /etc/nginx/conf.d/\n", "conf/site.conf": "server {}\n" },
  good: { Dockerfile: "FROM nginx:1.27\nCOPY conf/site.conf /etc/nginx/conf.d/\n", "conf/site.conf": "server {}\n" },
  fix: "Correct the path, which starts from the build context, or take the file out of .dockerignore",
  *check(inventory) {
    for (const file of inventory.buildFiles) {
      yield* unknownStages(file, inventory);
      const known = inventory.builds.filter(({ dockerfile }) => dockerfile === file.path).map(({ context }) => context);
      const contexts = new Set(known.length > 0 ? known : file.path === "Dockerfile" ? [""] : []);
      for (const context of contexts) if (inventory.has(context)) yield* missingSources(file, context, inventory);
    }
  },
});

/** Names that people give stages. */
const usual =
  /^(?:build|builder|base|deps|dependencies|dev|install|prod|production|runner|runtime|compile|assets|vendor)$/i;

/** `COPY --from=name` of a stage that does not stand before it, and is neither an image nor a further context. */
function* unknownStages({ path, stages }: BuildFile, { builds }: Inventory): Iterable<Found> {
  const contexts = new Set(builds.filter(({ dockerfile }) => dockerfile === path).flatMap((build) => build.contexts));
  for (const [index, { steps }] of stages.entries()) {
    const before = stages.slice(0, index);
    for (const { name, flags, at } of steps) {
      const from = name === "COPY" || name === "ADD" ? flags["from"] : undefined;
      if (from === undefined || /[/:@$.]/.test(from) || contexts.has(from)) continue;
      if (/^\d+$/.test(from) ? Number(from) < index : before.some((stage) => stage.name === from.toLowerCase()))
        continue;
      // One word may be an image of Docker Hub too: only what is near the name of a stage, or a usual one, is meant as a stage.
      const names = before.flatMap((stage) => stage.name ?? []);
      if (names.length === 0 || (nearest(from, names) === undefined && !usual.test(from))) continue;
      yield {
        at,
        message: `${name} --from=${from}: no stage before it has this name`,
        evidence: [{ ...(before[0]?.at ?? at), text: `the stages before are ${names.join(", ")}` }],
        fix: `Name one of ${names.join(", ")}`,
      };
    }
  }
}

function* missingSources(file: BuildFile, context: string, inventory: Inventory): Iterable<Found> {
  const base = context === "" ? "" : `${context}/`;
  const inside = inventory.repository.paths
    .filter((path) => path.startsWith(base))
    .map((path) => path.slice(base.length));
  const ignored = rulesOf(file, context, inventory);
  for (const step of file.stages.flatMap(({ steps }) => steps)) {
    for (const source of sourcesOf(step)) {
      const pattern = source.replace(/^\.?\/+/, "").replace(/\/+$/, "");
      if (pattern === "" || pattern === "." || /[$<]/.test(pattern) || /^(?:https?|git):/.test(source)) continue;
      const matches = matcher(pattern);
      const found = inside.filter(matches);
      const where = context === "" ? "the root" : context;
      if (found.length === 0) {
        // What git ignores is made before the build: `dist/`, for example.
        if (inventory.repository.ignores(`${base}${pattern}`) || (/[*?[]/.test(pattern) && optional(step))) continue;
        yield { at: step.at, message: `${step.name} ${source}: there is no such file in the build context, ${where}` };
      } else if (ignored && found.every((path) => ignored.rules.ignores(path))) {
        const evidence = [{ file: ignored.path, line: 1, column: 1, text: `leaves out ${found[0]}` }];
        yield {
          at: step.at,
          message: `${step.name} ${source}: ${ignored.path} keeps it out of the build context`,
          evidence,
        };
      }
    }
  }
}

function sourcesOf({ name, flags, words, heredoc }: BuildStep): readonly string[] {
  if ((name !== "COPY" && name !== "ADD") || heredoc || flags["from"] !== undefined) return [];
  const plain = words.map((word) => word.replace(/^[["',]+|["',\]]+$/g, "")).filter((word) => word !== "");
  return plain.slice(0, -1);
}

/** A glob beside other sources may match nothing. */
function optional(step: BuildStep): boolean {
  return sourcesOf(step).length > 1;
}

/** True for paths that a pattern of COPY names, or that lie in a folder that it names. */
function matcher(pattern: string): (path: string) => boolean {
  const text = pattern
    .replace(/[.+^$(){}|\\]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\0", ".*");
  const expression = new RegExp(`^${text}(?:/|$)`);
  return (path) => expression.test(path);
}

function rulesOf(
  file: BuildFile,
  context: string,
  { text }: Inventory,
): { readonly path: string; readonly rules: IgnoreRules } | undefined {
  const own = `${file.path}.dockerignore`;
  const shared = context === "" ? ".dockerignore" : `${context}/.dockerignore`;
  const path = text(own) === undefined ? shared : own;
  const content = text(path);
  return content === undefined ? undefined : { path, rules: parseDockerignore(content) };
}
