import { posix } from "node:path";
import { createMemoryFiles } from "@slipway/core";
import { type LoadOptions, loadProject } from "../load.ts";
import { printProject } from "../print.ts";
import type { ConformanceCase, Result } from "./conformance-case.ts";

/** The directory of the project of a case. */
const caseRoot = "/p";

/** Loads a case from memory and prints it as `config --format json` (or as its arguments say). */
export async function runCase(one: Pick<ConformanceCase, "files" | "env" | "run" | "cwd">): Promise<Result> {
  const texts = Object.entries(one.files).map(([path, text]) => [posix.join(caseRoot, path), text]);
  const files = createMemoryFiles(Object.fromEntries(texts), one.files["-"]);
  const { options, format } = optionsOf(one.run);
  const { project, diagnostics } = await loadProject({
    cwd: posix.join(caseRoot, one.cwd),
    env: { HOME: "/home/me", ...one.env },
    fileSystem: files,
    ...options,
  });
  if (project)
    return { printed: printProject(project, format, { interpolated: options.interpolate ?? true }).trimEnd() };
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { refused: errors.map(({ code, message }) => `${code} ${message}`).join("\n") };
}

interface Arguments {
  readonly options: Omit<LoadOptions, "cwd" | "env">;
  readonly format: "json" | "yaml";
}

/** The arguments of a case, in the words of `loadProject`. Throws on one that is not known. */
function optionsOf(run: readonly string[]): Arguments {
  const lists = { files: [] as string[], envFiles: [] as string[], profiles: [] as string[], services: [] as string[] };
  const options: Record<string, unknown> = {};
  let format: "json" | "yaml" = "json";
  const words = [...run];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const next = (): string => words.shift() ?? "";
    if (word === "-f") lists.files.push(next());
    else if (word === "--env-file") lists.envFiles.push(next());
    else if (word === "--profile") lists.profiles.push(next());
    else if (word === "--project-directory") options["projectDirectory"] = next();
    else if (word === "-p") options["projectName"] = next();
    else if (word === "--no-interpolate") options["interpolate"] = false;
    else if (word === "--yaml") format = "yaml";
    else if (word.startsWith("-")) throw new Error(`a case may not say ${word}`);
    else lists.services.push(word);
  }
  return { options: { ...options, ...lists }, format };
}
