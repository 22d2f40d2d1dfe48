import { exitCode } from "@slipway/core";
import { allCommands, type Input } from "../../command.ts";
import { type Candidates, candidatesFor } from "../../completion/candidates.ts";
import type { Context } from "../../context.ts";

export async function run(context: Context, { args, catalog }: Input): Promise<number> {
  const candidates = candidatesFor(args, await allCommands(catalog));
  const { words, more } = candidates;
  const current = (args.at(-1) ?? "").replace(/^=$/, "");
  const names = more === "services" || more === "profiles" ? await projectNames(more, candidates, context) : [];
  const lines = [
    ...words.map(([word, meaning]) => `${word}\t${meaning}`),
    ...names.filter((name) => name.startsWith(current)),
  ];
  const directive = more === "files" || more === "directories" ? more : "none";
  context.stdout.write([...lines, `:${directive}`, ""].join("\n"));
  return exitCode.done;
}

/** Names from the project at hand; a project with errors completes nothing. */
async function projectNames(
  more: "services" | "profiles",
  { globals }: Candidates,
  context: Context,
): Promise<string[]> {
  const { loadProject } = await import("@slipway/compose");
  const { project } = await loadProject({
    cwd: context.cwd,
    env: context.env,
    files: globals.file ?? [],
    envFiles: globals.envFile ?? [],
    profiles: more === "profiles" ? ["*"] : (globals.profile ?? []),
    ...(globals.projectDirectory?.[0] ? { projectDirectory: globals.projectDirectory[0] } : {}),
  });
  if (!project) return [];
  const all = { ...project.services, ...project.disabledServices };
  return more === "services"
    ? Object.keys(all)
    : [...new Set(Object.values(all).flatMap((service) => service.profiles ?? []))];
}
