import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { knownPaths, type Project, printProject } from "@slipway/compose";
import { exitCode, nearest, redact } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";
import type { Globals } from "../../globals.ts";
import { styleFor } from "../../output/style.ts";
import { openWritten, type Selection } from "../../project.ts";
import type { configOptions } from "./command.ts";
import { listingOf } from "./listing.ts";
import { renderExplanations, renderExplanationsJson } from "./render-explanation.ts";
import { renderVariables } from "./render-variables.ts";

type Options = Input<typeof configOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof configOptions>): Promise<number> {
  const text = await textOf(context, globals, options, args);
  if (options.quiet) return exitCode.done;
  if (options.output === undefined) context.stdout.write(text);
  else await write(resolve(context.cwd, options.output), text);
  return exitCode.done;
}

async function textOf(
  context: Context,
  globals: Globals,
  options: Options,
  services: readonly string[],
): Promise<string> {
  const steps: Selection = {
    interpolate: !options.noInterpolate,
    normalise: !options.noNormalize && !globals.compatibility,
    resolvePaths: !options.noPathResolution,
    readEnvFiles: !options.noEnvResolution,
    checkConsistency: !options.noConsistency,
    settings: "local",
  };
  if (options.explain.length > 0) return explanationOf(context, globals, options, { ...steps, services });
  const listing = listingOf(options);
  if (listing) {
    const selection = { ...steps, readEnvFiles: false, ...listing.selection(services) };
    return listing.text((await openWritten(context, globals, selection)).project);
  }
  if (options.variables) {
    const { project } = await openWritten(context, globals, { ...steps, interpolate: false });
    return renderVariables(project, options.format);
  }
  const { project } = await openWritten(context, globals, { ...steps, services });
  if (options.environment) return environmentOf(project);
  const pinned = options.resolveImageDigests || options.lockImageDigests;
  if (options.quiet && !pinned) return "";
  const printed = pinned ? await withDigests(context, globals, project) : project;
  const interpolated = !options.noInterpolate;
  return printProject(options.lockImageDigests ? imagesOnly(printed) : printed, options.format ?? "yaml", {
    interpolated,
  });
}

async function explanationOf(
  context: Context,
  globals: Globals,
  options: Options,
  selection: Selection,
): Promise<string> {
  const { project, explain } = await openWritten(context, globals, { ...selection, explain: true });
  const explanations = options.explain.flatMap((path) => {
    const found = explain?.(path);
    if (found) return found;
    const known = knownPaths(project);
    throw cliErrors.error("CLI_NO_SUCH_VALUE", { path, given: known.includes(path), near: nearest(path, known) });
  });
  if (options.format === "json") return renderExplanationsJson(explanations);
  const style = styleFor(context, context.stdout, globals);
  return renderExplanations(explanations, { style, cwd: context.cwd });
}

function environmentOf({ environment }: Project): string {
  const lines = Object.entries(environment).map(([key, value]) => `${key}=${value}\n`);
  return lines.sort().join("");
}

async function withDigests(context: Context, globals: Globals, project: Project): Promise<Project> {
  const { withEngine } = await import("../../engine.ts");
  return withEngine(context, globals, async (engine, signal) => {
    const { resolveImageDigests } = await import("@slipway/stack");
    return resolveImageDigests(engine, project, signal);
  });
}

/** What remains of a project for a file that is merged on top of it. */
function imagesOnly(project: Project): Project {
  const services = Object.values(project.services).map(
    ({ name, image }) => [name, { name, ...(image ? { image } : {}) }] as const,
  );
  const nothing = { networks: {}, volumes: {}, configs: {}, secrets: {}, models: {}, extensions: {} };
  return { ...project, ...nothing, name: "", services: Object.fromEntries(services) };
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, redact(text));
  } catch (error) {
    throw cliErrors.error(
      "CLI_CANNOT_WRITE",
      { path, reason: (error as Error).message.replace(/, open .*$/, "") },
      { cause: error },
    );
  }
}
