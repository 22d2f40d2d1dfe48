import { dirname, join } from "node:path";
import type { Project } from "@slipway/compose";
import { type Diagnostic, exitCode, isSlipwayError } from "@slipway/core";
import { type BuildContext, checkSecretsFile, type Resolution, secretsFileName, textOf } from "@slipway/settings";
import type { KnownSecret } from "@slipway/stack";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withEngine } from "../../../engine.ts";
import type { Globals } from "../../../globals.ts";
import { shortPath } from "../../../output/render-error.ts";
import { warn } from "../../../output/warn.ts";
import { load } from "../../../project.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import type { secretsCheckOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof secretsCheckOptions>): Promise<number> {
  const { resolution } = await openSettings(context, { ...options, breakGlass: false });
  const { project } = await load(context, globals, { settings: "names", profiles: ["*"] });
  const path = join(dirname(resolution.contract.file), secretsFileName);
  const inFiles = checkSecretsFile(path, project ? await buildContexts(project) : []);
  const openly = resolution.diagnostics.filter(({ code }) => code === "SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE");
  const { found, looked } = await onEngine(context, globals, { resolution, project, skip: options.noEngine });
  const all = [...openly, ...inFiles, ...found];
  warn(context, globals, all);
  const errors = all.filter(({ severity }) => severity === "error").length;
  const places = [shortPath(path, context.cwd), ...looked].join(", ");
  const secrets = knownSecrets(resolution).length;
  if (errors === 0)
    context.stdout.write(`${secrets} ${secrets === 1 ? "secret" : "secrets"}, nothing found. Looked at ${places}.\n`);
  return errors === 0 ? exitCode.done : exitCode.failed;
}

async function buildContexts(project: Project): Promise<readonly BuildContext[]> {
  const { contextRules } = await import("@slipway/engine");
  const services = Object.values({ ...project.disabledServices, ...project.services });
  return Promise.all(
    services.flatMap(({ name: service, build }) => {
      const directory = build?.context;
      if (!build || directory === undefined || !directory.startsWith("/")) return [];
      const { dockerfile, dockerfile_inline: inline } = build;
      const named = {
        ...(dockerfile === undefined ? {} : { dockerfile }),
        ...(inline === undefined ? {} : { inline }),
      };
      return contextRules(directory, named).then((rules) => ({
        service,
        directory,
        excludes: (path: string) => rules.ignores(path),
      }));
    }),
  );
}

function knownSecrets({ outcomes }: Resolution): readonly KnownSecret[] {
  return [...outcomes.values()].flatMap(({ setting, read }) => {
    if (!setting.secret || !read) return [];
    const texts = new Set([textOf(read.host.text), textOf(read.container.text)]);
    return [{ key: setting.key, texts: [...texts], services: setting.services }];
  });
}

interface OnEngine {
  readonly resolution: Resolution;
  readonly project: Project | undefined;
  readonly skip: boolean;
}

/** What the engine has, when there is a project and an engine that answers; and what was looked at. */
async function onEngine(
  context: Context,
  globals: Globals,
  { resolution, project, skip }: OnEngine,
): Promise<{ readonly found: readonly Diagnostic[]; readonly looked: readonly string[] }> {
  if (skip || !project) return { found: [], looked: [] };
  try {
    return await withEngine(context, globals, async (engine, signal) => {
      const { findLeaks, imageName, observeContainers } = await import("@slipway/stack");
      const observed = await observeContainers(engine, project.name, signal);
      const built = Object.values(project.services).filter(({ build }) => build);
      const names = [...new Set(built.map((service) => imageName(project, service)))];
      const there = await Promise.all(names.map((name) => engine.images.inspect(name, { signal })));
      const images = names.filter((_, at) => there[at] !== undefined);
      const found = await findLeaks(engine, observed, { secrets: knownSecrets(resolution), images, signal });
      return { found, looked: [count(observed.containers.length, "container"), count(images.length, "image")] };
    });
  } catch (cause) {
    if (!isSlipwayError(cause) || cause.code !== "ENGINE_UNREACHABLE") throw cause;
    return { found: [{ ...cause.toDiagnostic(), severity: "warning" }], looked: [] };
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
