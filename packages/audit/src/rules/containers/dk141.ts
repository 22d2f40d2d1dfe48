import type { Found, Place } from "../../finding.ts";
import type { BuildFile, BuildStage } from "../../inventory/build/build-file.ts";
import { lineage } from "../../inventory/build/build-file.ts";
import { buildOf } from "../../inventory/build/find-builds.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { defineRule } from "../rule.ts";

const manifest = '{ "scripts": { "start": "node server.js" } }\n';

export const dk141 = defineRule({
  id: "DK141",
  why: "The image is built without a complaint, and the container ends as soon as it starts.",
  bad: { "package.json": manifest, Dockerfile: 'FROM node:22\nCOPY package.json ./\nCMD ["npm", "run", "serve"]\n' },
  good: { "package.json": manifest, Dockerfile: 'FROM node:22\nCOPY package.json ./\nCMD ["npm", "run", "start"]\n' },
  fix: "Name a command that is there in the image",
  *check(inventory) {
    for (const file of inventory.buildFiles) {
      const contexts = new Set(
        inventory.builds.filter(({ dockerfile }) => dockerfile === file.path).map(({ context }) => context),
      );
      if (contexts.size === 0 && file.path === "Dockerfile") contexts.add("");
      for (const stage of builtStages(file, inventory)) {
        const steps = lineage(file, stage)
          .toReversed()
          .flatMap((one) => one.steps);
        for (const name of ["CMD", "ENTRYPOINT"]) {
          const step = steps.findLast((one) => one.name === name);
          if (!step) continue;
          yield* judge(
            { words: wordsOf(step.text), at: step.at, what: name, exec: step.text.trimStart().startsWith("[") },
            { contexts, inventory, stage: { file, stage } },
          );
        }
      }
    }
    for (const { name, service, stack, place } of eachService(inventory)) {
      const build = buildOf({ stack, name }, inventory.builds);
      if (!build || !service.command || service.entrypoint) continue;
      const file = inventory.buildFiles.find(({ path }) => path === build.dockerfile);
      const stage =
        file?.stages.find((one) => one.name !== undefined && one.name === build.target?.toLowerCase()) ??
        file?.stages.at(-1);
      const words = service.command.length === 1 ? wordsOf(service.command[0] ?? "") : service.command;
      yield* judge(
        { words, at: place("command"), what: `the command of service "${name}"`, exec: false },
        { contexts: new Set([build.context]), inventory, ...(file && stage ? { stage: { file, stage } } : {}) },
      );
    }
  },
});

/** The last stage, and those that a service or a command asks for. */
function builtStages(file: BuildFile, { builds }: Inventory): readonly BuildStage[] {
  const targets = new Set(
    builds.flatMap(({ dockerfile, target }) => (dockerfile === file.path ? (target?.toLowerCase() ?? []) : [])),
  );
  return file.stages.filter((stage, index) => index === file.stages.length - 1 || targets.has(stage.name ?? ""));
}

interface Start {
  readonly words: readonly string[];
  readonly at: Place;
  readonly what: string;
  readonly exec: boolean;
}

interface Surroundings {
  readonly contexts: ReadonlySet<string>;
  readonly inventory: Inventory;
  readonly stage?: { readonly file: BuildFile; readonly stage: BuildStage };
}

function* judge({ words, at, what, exec }: Start, { contexts, inventory, stage }: Surroundings): Iterable<Found> {
  const [first = ""] = words;
  if (exec && words.length === 1 && /\s/.test(first)) {
    yield {
      at,
      message: `${what} is one word with blanks, so a program of that whole name is looked for`,
      fix: `Write ["${first.split(/\s+/).join('", "')}"]`,
    };
    return;
  }
  const script = scriptOf(words);
  const manifests = [...contexts].flatMap((context) =>
    inventory.manifests.filter(({ kind, folder }) => kind === "npm" && folder === context),
  );
  const own = manifests[0];
  // Another folder of the image may hold another manifest.
  const moved = words.some((word) =>
    /^(?:--prefix|-C|--cwd|--dir|--filter|-w|--workspace.*)$/.test(word.split("=")[0] ?? ""),
  );
  if (script !== undefined && own && !moved && copiesManifest(stage) && !own.targets.has(script)) {
    yield {
      at,
      message: `${what} runs the script "${script}", which ${own.path} does not have`,
      evidence: [
        { file: own.path, line: 1, column: 1, text: `its scripts are ${[...own.targets.keys()].join(", ") || "none"}` },
      ],
    };
    return;
  }
  const command = script === undefined ? words.join(" ") : (own?.targets.get(script)?.command ?? "");
  const tool =
    /^(?:npx\s+)?(nodemon|ts-node|ts-node-dev|tsx|vite|next\s+dev|concurrently|tsc|webpack|drizzle-kit|dotenv)\b/
      .exec(command)?.[1]
      ?.split(/\s/)[0];
  if (
    tool !== undefined &&
    tool !== "next" &&
    own &&
    stage &&
    prunes(stage) &&
    own.devDependencies.includes(tool === "ts-node-dev" ? tool : tool === "tsc" ? "typescript" : tool)
  ) {
    yield {
      at,
      message: `${what} runs ${tool}, a development dependency, which the image leaves out`,
      evidence: [{ file: own.path, line: 1, column: 1, text: `${tool} is in devDependencies` }],
    };
  }
}

function scriptOf(words: readonly string[]): string | undefined {
  const [program = "", verb = "", name] = words;
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program)) return undefined;
  if (verb === "run" || verb === "run-script") return name?.startsWith("-") ? undefined : name;
  // npm starts server.js where there is no script.
  if (program !== "npm" && program !== "bun" && verb === "start") return verb;
  return program === "npm" && (verb === "start" || verb === "test") ? (verb === "start" ? undefined : verb) : undefined;
}

/** True when the manifest of the context is the one in the image: a stage without COPY of it has another. */
function copiesManifest(stage: Surroundings["stage"]): boolean {
  if (!stage) return false;
  return stage.file.stages.some(({ steps }) =>
    steps.some(
      ({ name, text, flags }) =>
        name === "COPY" && flags["from"] === undefined && /package|(?:^|\s)\.\/?(?:\s|$)/.test(text),
    ),
  );
}

function prunes({ file, stage }: NonNullable<Surroundings["stage"]>): boolean {
  const steps = lineage(file, stage).flatMap(({ steps }) => steps);
  const installs = steps.filter(
    ({ name, text }) =>
      name === "RUN" &&
      /\b(?:npm (?:ci|install|i)|yarn(?: install)?|pnpm (?:install|i)|bun install|npm prune)\b/.test(text),
  );
  return (
    installs.length > 0 &&
    installs.every(({ text }) => /--omit[= ]dev|--production|--prod\b|--only[= ]prod|npm prune/.test(text))
  );
}

function wordsOf(text: string): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return [...trimmed.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word);
  return trimmed.split(/\s+/);
}
