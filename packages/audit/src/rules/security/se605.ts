import type { Found } from "../../finding.ts";
import { type BuildFile, lineage } from "../../inventory/build/build-file.ts";
import { eachService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { isLive } from "../profiles/live.ts";
import { defineRule } from "../rule.ts";

export const se605 = defineRule({
  id: "SE605",
  why: "Without NODE_ENV=production libraries show stack traces to visitors, keep nothing in caches and install what only developers need.",
  bad: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n' },
  good: {
    Dockerfile:
      'FROM node:22-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
  },
  fix: "Write ENV NODE_ENV=production in the last stage",
  *check(inventory) {
    for (const file of inventory.buildFiles) yield* imageFaults(file, inventory);
    for (const { name, service, stack, place } of eachService(inventory)) {
      const value = service.environment?.NODE_ENV;
      if (value === undefined || value === null || stack.isUnknown(value)) continue;
      const isWatched = (service.volumes ?? []).some(
        ({ type, source }) => type === "bind" && /\/(?:src|app|apps)$|^\.$/.test(source ?? ""),
      );
      if (isLive(stack) && /^(?:dev|development|local|test|testing)$/i.test(value))
        yield {
          at: place("environment", "NODE_ENV"),
          message: `service "${name}" of the ${stack.purpose} stack runs with NODE_ENV=${value}`,
          severity: "warning",
          fix: "Write production",
        };
      if (stack.purpose === "development" && value === "production" && isWatched)
        yield {
          at: place("environment", "NODE_ENV"),
          message: `service "${name}" is for development, with its source mounted, and runs with NODE_ENV=production`,
          severity: "info",
          fix: "Write development",
        };
    }
  },
});

/** Start scripts and servers that set it by themselves. */
const setsIt =
  /NODE_ENV=production|\bnext start\b|\bnuxt\b|\.output\/server|\bremix-serve\b|\breact-router-serve\b|standalone|\bnginx\b|\bserve\b|\bnest start --prod/;

function* imageFaults(file: BuildFile, { builds, stacks, manifests, text }: Inventory): Iterable<Found> {
  const stage = file.stages.at(-1);
  if (stage === undefined || /(?:^|[./-])(?:dev|development|test|ci|e2e|devcontainer|debug)\b/i.test(file.path)) return;
  if (/dev|test|debug|build/.test(stage.name ?? "")) return;
  const line = lineage(file, stage);
  const image = line.at(-1)?.image ?? "";
  if (!/(?:^|\/)node(?::|$)|nodejs/.test(image)) return;
  const steps = line.toReversed().flatMap((one) => one.steps);
  const given = steps.findLast(({ name, text: own }) => name === "ENV" && /\bNODE_ENV\b/.test(own));
  const start = steps.findLast(({ name }) => name === "CMD" || name === "ENTRYPOINT");
  if (start === undefined) return;
  if (given !== undefined) {
    if (/NODE_ENV[= ]["']?(?:dev|development|test)\b/.test(given.text))
      yield {
        at: given.at,
        message: "the last stage runs with NODE_ENV other than production",
        fix: "Write ENV NODE_ENV=production",
      };
    return;
  }
  const started = startText(start.words.join(" ").replace(/["[\],]/g, " "), file, manifests);
  if (
    setsIt.test(started) ||
    /\b(?:dev|watch|nodemon|test)\b/.test(started) ||
    /NODE_ENV/.test(entrypointText(started, file, text))
  )
    return;
  if (!/\b(?:node|npm|pnpm|yarn|tsx|ts-node|pm2)\b/.test(started)) return;
  const by = builds.filter((build) => build.dockerfile === file.path);
  const running = stacks.flatMap(({ project }) =>
    Object.values(project?.services ?? {}).filter(({ name }) => by.some((build) => build.by === `service "${name}"`)),
  );
  if (running.length > 0 && running.every(({ environment }) => environment?.NODE_ENV !== undefined)) return;
  yield { at: start.at, message: "the image starts Node without NODE_ENV=production" };
}

/** The start command, with the scripts of the manifest that it runs. */
function startText(command: string, file: BuildFile, manifests: Inventory["manifests"]): string {
  const name = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:-]+)/.exec(command)?.[1];
  const near = manifests.filter(
    ({ kind, folder }) => kind === "npm" && (folder === folderOf(file.path) || folder === ""),
  );
  const script = name && near.find(({ targets }) => targets.has(name))?.targets.get(name)?.command;
  return `${command} ${script ?? ""}`;
}

function entrypointText(command: string, file: BuildFile, text: Inventory["text"]): string {
  const script = /([\w./-]+\.sh)\b/.exec(command)?.[1]?.replace(/^.*\//, "");
  if (script === undefined) return "";
  const folder = folderOf(file.path);
  return [folder === "" ? script : `${folder}/${script}`, `docker/${script}`, `scripts/${script}`]
    .map((path) => text(path) ?? "")
    .join("\n");
}
