import { parseDockerignore } from "@slipway/core";
import type { Fix, Found } from "../../finding.ts";
import type { BuildFile, BuildStage, BuildStep } from "../../inventory/build/build-file.ts";
import { lineage } from "../../inventory/build/build-file.ts";
import { eachService, envFilesOf as filesOfService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { nameOf } from "../../inventory/paths.ts";
import { isEnvFileName } from "../../inventory/variables/env-files.ts";
import { defineRule } from "../rule.ts";

export const se614 = defineRule({
  id: "SE614",
  why: "Whoever pulls the image has the env file of the machine that built it, with every password in it.",
  bad: {
    Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
    ".env.example": "DB_PASSWORD=\n",
    ".gitignore": ".env\n",
  },
  good: {
    Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
    ".env.example": "DB_PASSWORD=\n",
    ".gitignore": ".env\n",
    ".dockerignore": ".env*\nnode_modules\n",
  },
  fix: "Add .env and .env.* to .dockerignore",
  *check(inventory) {
    for (const file of inventory.buildFiles) {
      const known = inventory.builds.filter(({ dockerfile }) => dockerfile === file.path).map(({ context }) => context);
      for (const context of new Set(known.length > 0 ? known : file.path === "Dockerfile" ? [""] : []))
        yield* judge(file, context, inventory);
    }
  },
});

function* judge(file: BuildFile, context: string, inventory: Inventory): Iterable<Found> {
  const base = context === "" ? "" : `${context}/`;
  const ignore = inventory.text(`${file.path}.dockerignore`) ?? inventory.text(`${base}.dockerignore`) ?? "";
  const rules = parseDockerignore(ignore);
  const last = file.stages.at(-1);
  const kept = last ? reaching(file, last) : [];
  const candidates = envFilesOf(base, inventory).filter((path) => !rules.ignores(path));
  for (const { step, final } of kept) {
    const sources = copied(step);
    const named = sources.find((source) => isEnvFileName(source) && !/example|sample|template|dist/.test(source));
    if (named !== undefined)
      yield {
        at: step.at,
        message: `${step.name} ${named} puts an env file into the image`,
        fix: "Give the variables when the container starts",
      };
    else if (final && sources.some((source) => /^\.?\/?$/.test(source))) {
      const found = candidates[0];
      if (found !== undefined) {
        const message = `${step.name} . takes ${found} into the image: ${ignore === "" ? "there is no .dockerignore" : ".dockerignore does not leave it out"}`;
        yield { at: step.at, message, fix: ignoring(file, base, inventory) };
      }
    }
  }
}

/** Env files that are in the context, or that people make there: of a template, or because a service reads them. */
function envFilesOf(base: string, inventory: Inventory): readonly string[] {
  const { repository, envFiles, has } = inventory;
  const real = envFiles.filter(({ path, template }) => !template && path.startsWith(base));
  const own = `${base}.env`;
  const fromTemplate = envFiles.some(
    ({ path, template }) => template && path === `${base}${nameOf(path)}` && nameOf(path).startsWith(".env"),
  );
  const read = [...eachService(inventory)].some((one) =>
    filesOfService(inventory, one).some(({ path }) => path === own),
  );
  const made = !has(own) && (fromTemplate || read || (base === "" && repository.ignores(own)));
  return [...(made ? [".env"] : []), ...real.map(({ path }) => path.slice(base.length))];
}

/**
 * The steps whose files can reach the image: those of the last stage, and of stages that it copies whole folders from, or
 * the standalone server of Next.js, into which `next build` puts the env files it has read.
 */
function reaching(file: BuildFile, last: BuildStage): readonly { readonly step: BuildStep; readonly final: boolean }[] {
  const own = lineage(file, last);
  const steps = own.flatMap((stage) => stage.steps);
  const from = steps.flatMap(({ name, flags, words }) =>
    name === "COPY" &&
    flags["from"] !== undefined &&
    /\.next\/standalone\/?$|^\/?(?:\.|app|src|srv|usr\/src\/app|home\/\w+\/app|workspace|code|opt\/app)?\/?\.?$/.test(
      words[0] ?? "",
    )
      ? [flags["from"].toLowerCase()]
      : [],
  );
  const folders = steps.flatMap(({ name, flags, words }) =>
    name === "COPY" && flags["from"] !== undefined ? [[flags["from"].toLowerCase(), words[0] ?? ""] as const] : [],
  );
  const whole = file.stages.filter(
    (stage, index) =>
      [stage.name ?? "", String(index)].some((name) => from.includes(name)) ||
      folders.some(
        ([name, path]) =>
          [stage.name, String(index)].includes(name) && path.replace(/\/\.?$/, "") === workdir(file, stage),
      ),
  );
  const others = file.stages.filter((stage) => !own.includes(stage) && !whole.includes(stage));
  return [
    ...[...own, ...whole].flatMap((stage) => stage.steps.map((step) => ({ step, final: true }))),
    ...others.flatMap((stage) => stage.steps.map((step) => ({ step, final: false }))),
  ];
}

/** The last absolute WORKDIR of a stage, or of those that it is made from. */
function workdir(file: BuildFile, stage: BuildStage): string | undefined {
  const steps = lineage(file, stage).flatMap((one) => one.steps.filter(({ name }) => name === "WORKDIR").slice(-1));
  return steps[0]?.words[0]?.replace(/\/$/, "");
}

function copied({ name, flags, words, heredoc }: BuildStep): readonly string[] {
  if ((name !== "COPY" && name !== "ADD") || flags["from"] !== undefined || heredoc) return [];
  return words
    .map((word) => word.replace(/^[["',]+|["',\]]+$/g, ""))
    .filter((word) => word !== "")
    .slice(0, -1);
}

/** Adds the env files to the .dockerignore that counts, which is made when there is none; templates stay. */
function ignoring(file: BuildFile, base: string, { text }: Inventory): Fix {
  const own = `${file.path}.dockerignore`;
  const path = text(own) === undefined ? `${base}.dockerignore` : own;
  const content = text(path) ?? "";
  const lines = `${content === "" || content.endsWith("\n") ? "" : "\n"}**/.env\n**/.env.*\n!**/.env.example\n`;
  const edit = { file: path, start: content.length, end: content.length, text: lines };
  return { text: `Add .env and .env.* to ${path}`, safe: true, edits: [edit] };
}
