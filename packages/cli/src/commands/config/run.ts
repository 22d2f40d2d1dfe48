import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Project, printProject } from "@slipway/compose";
import { exitCode } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";
import { openProject } from "../../project.ts";
import type { configOptions } from "./command.ts";

type Options = Input<typeof configOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof configOptions>): Promise<number> {
  const { project } = await openProject(context, globals, {
    services: args,
    interpolate: !options.noInterpolate,
    ...(options.profiles ? { profiles: ["*"] } : {}),
  });
  if (options.quiet) return exitCode.done;
  const text = textOf(project, options);
  if (options.output === undefined) context.stdout.write(text);
  else await write(resolve(context.cwd, options.output), text);
  return exitCode.done;
}

function textOf(project: Project, options: Options): string {
  if (options.services) return lines(Object.keys(project.services));
  if (options.volumes) return lines(Object.keys(project.volumes));
  if (options.networks) return lines(Object.keys(project.networks));
  if (options.images) return lines(imagesOf(project));
  if (options.profiles) return lines(profilesOf(project));
  if (options.environment) return lines(Object.entries(project.environment).map(([key, value]) => `${key}=${value}`));
  const text = printProject(project, options.format ?? "yaml");
  // Dollar signs are doubled so that the output can be loaded again; where nothing was filled in they stand as they were.
  return options.noInterpolate ? text.replaceAll("$$", () => "$") : text;
}

function lines(words: Iterable<string>): string {
  return [...words].map((word) => `${word}\n`).join("");
}

function imagesOf(project: Project): string[] {
  return Object.values(project.services).map((service) => service.image ?? `${project.name}-${service.name}`);
}

function profilesOf(project: Project): Set<string> {
  const services = Object.values({ ...project.services, ...project.disabledServices });
  return new Set(services.flatMap((service) => service.profiles ?? []).sort());
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw cliErrors.error(
      "CLI_CANNOT_WRITE",
      { path, reason: (error as Error).message.replace(/, open .*$/, "") },
      { cause: error },
    );
  }
}
