import type { Found } from "../../finding.ts";
import { eachService, envFilesOf } from "../../inventory/compose/each-service.ts";
import { isDocumentName } from "../../inventory/documents/read-document.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isEnvFileName, templateFor } from "../../inventory/variables/env-files.ts";
import { defineRule } from "../rule.ts";

export const dk104 = defineRule({
  id: "DK104",
  why: "A path that leads nowhere stops the build or the start; for a missing file that is mounted the engine makes an empty folder.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    build: { context: ., target: prod }\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf:ro]\n",
    Dockerfile: "FROM nginx:1.27 AS production\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    build: { context: ., target: production }\n    volumes: [./nginx.conf:/etc/nginx/nginx.conf:ro]\n",
    Dockerfile: "FROM nginx:1.27 AS production\n",
    "nginx.conf": "events {}\n",
  },
  fix: "Correct the path, or add the file",
  *check(inventory) {
    for (const { diagnostics } of inventory.stacks) {
      for (const { code, message, at, severity } of diagnostics) {
        if (severity !== "error" || at === undefined || !/_FILE_NOT_FOUND$|_NO_FILE$/.test(code)) continue;
        yield { at: inventory.relative(at), message };
      }
    }
    yield* missingBuilds(inventory);
    yield* missingFiles(inventory);
  },
});

function* missingBuilds({ builds, buildFiles, has, repository }: Inventory): Iterable<Found> {
  for (const { at, targetAt, by, context, dockerfile, target } of builds) {
    // What a document tells to type is another rule's.
    if (isDocumentName(at.file)) continue;
    if (!has(context)) {
      if (!repository.ignores(context))
        yield { at, message: `${by} is built from ${context}, which is no folder of the repository` };
    } else if (!has(dockerfile)) {
      if (!repository.ignores(dockerfile))
        yield { at, message: `${by} is built with ${dockerfile}, which does not exist` };
    } else if (target !== undefined) {
      const stages = buildFiles.find(({ path }) => path === dockerfile)?.stages;
      if (stages === undefined || stages.some(({ name }) => name === target.toLowerCase()) || /^\d+$/.test(target))
        continue;
      const names = stages.flatMap(({ name }) => name ?? []);
      const message = `${by} is built up to the stage "${target}", which ${dockerfile} does not have`;
      const evidence = stages.slice(0, 1).map((stage) => ({
        ...stage.at,
        text: names.length > 0 ? `its stages are ${names.join(", ")}` : "its stages have no names",
      }));
      yield { at: targetAt, message, evidence };
    }
  }
}

function* missingFiles(inventory: Inventory): Iterable<Found> {
  const { repository, has } = inventory;
  const { root } = repository;
  const missing = (path: string | undefined): string | undefined => {
    const own = path?.startsWith(`${root}/`) ? path.slice(root.length + 1).replace(/\/$/, "") : undefined;
    return own !== undefined && !has(own) && !repository.ignores(own) ? own : undefined;
  };
  for (const one of eachService(inventory)) {
    const { stack, name, service, place } = one;
    for (const [index, { type, source }] of (service.volumes ?? []).entries()) {
      const path = type === "bind" && source !== undefined && !stack.isUnknown(source) ? missing(source) : undefined;
      if (path === undefined || !/\/?[^/]+\.[a-z]{2,5}$/i.test(path) || /\.(?:sock|d|log|db|sqlite3?)$/.test(path))
        continue;
      yield { at: place("volumes", index), message: `service "${name}" mounts ${path}, which does not exist` };
    }
    for (const { path, required, at } of envFilesOf(inventory, one)) {
      if (!required || has(path) || repository.ignores(path) || templateFor(path, has) !== undefined) continue;
      yield {
        at,
        message: `service "${name}" reads ${path}, which does not exist, is not ignored by git and has no template`,
      };
    }
  }
  for (const { project, place, isUnknown } of inventory.stacks) {
    for (const kind of ["configs", "secrets"] as const) {
      for (const [name, { file }] of Object.entries(project?.[kind] ?? {})) {
        const path = isUnknown(file ?? "") ? undefined : missing(file);
        if (path !== undefined && !isEnvFileName(path))
          yield {
            at: place([kind, name, "file"]),
            message: `the ${kind.slice(0, -1)} "${name}" is made of ${path}, which does not exist`,
          };
      }
    }
  }
}
