import { type Loaded, type LoadOptions, loadProject } from "@slipway/compose";
import type { Files, Position } from "@slipway/core";
import type { Place } from "../../finding.ts";
import { folderOf } from "../paths.ts";
import { type EnvFile, isSecretsFile } from "../variables/env-files.ts";
import type { ComposeFile } from "./compose-file.ts";
import { purposeOf } from "./purpose.ts";
import type { Stack, StackFiles } from "./stack.ts";
import { withoutPlaces } from "./without-places.ts";

/** What loading a stack takes from the rest of the inventory. */
export interface StackSurroundings {
  readonly root: string;
  /** The repository as a disk. */
  readonly disk: Files;
  readonly composeFiles: readonly ComposeFile[];
  readonly envFiles: readonly EnvFile[];
  relative(position: Position): Place;
}

/** The first number that stands for a variable that nobody gives a value: a port that nobody uses, and no word of any language. */
const firstUnknown = 49_001;

/**
 * Merges the files of a stack with all profiles on. Variables get the values of the env files and templates beside it, and a
 * number of their own where nobody gives one, so that a project comes of it in a fresh clone too.
 */
export async function loadStack(stack: StackFiles, around: StackSurroundings): Promise<Stack> {
  const { env, unknown } = environmentOf(stack, around);
  const first = stack.files[0] ?? "";
  const options = {
    cwd: folderOf(first) === "" ? around.root : `${around.root}/${folderOf(first)}`,
    env,
    files: stack.files.map((path) => `${around.root}/${path}`),
    profiles: ["*"],
    fileSystem: around.disk,
  };
  let loaded = await loadProject(options);
  const { diagnostics } = loaded;
  // Faults between services do not keep a rule from looking at each of them.
  if (!loaded.project) loaded = await loadProject({ ...options, checkConsistency: false });
  if (!loaded.project) loaded = (await loadWithoutFaults({ ...options, checkConsistency: false }, around)) ?? loaded;
  const { project, locate } = loaded;
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = texts.get(file) ?? (around.disk.read(`${around.root}/${file}`) ?? "").split("\n");
    texts.set(file, lines);
    return lines;
  };
  const numbers = new RegExp([...unknown.keys()].join("|") || "^\\b$");
  return {
    ...stack,
    purpose: stack.purpose ?? purposeOf(stack.files),
    ...(project ? { project } : {}),
    diagnostics,
    unknown,
    isUnknown: (text) => numbers.test(text),
    place(path) {
      const position = locate(path);
      return position ? atKey(around.relative(position), path.at(-1), linesOf) : { file: first, line: 1, column: 1 };
    },
  };
}

/** So many times faults are taken out; each time more may come up. */
const mostRounds = 6;

/**
 * What comes of a stack without the entries that the loader refuses, so that one wrong attribute does not hide all that stands
 * beside it. Places stay as they are.
 */
async function loadWithoutFaults(
  options: LoadOptions,
  { root, disk, relative }: StackSurroundings,
): Promise<Loaded | undefined> {
  const patched = new Map<string, string>();
  const hits = new Map<string, number>();
  const read = (path: string): string | undefined => patched.get(path) ?? disk.read(path);
  for (let round = 0; round < mostRounds; round++) {
    const loaded = await loadProject({ ...options, fileSystem: { ...disk, read } });
    if (loaded.project) return loaded;
    const places = loaded.diagnostics.flatMap(({ severity, at }) =>
      severity === "error" && at !== undefined ? [relative(at)] : [],
    );
    if (places.length === 0) return undefined;
    for (const [file, own] of Map.groupBy(places, (place) => place.file)) {
      const path = `${root}/${file}`;
      const levelled = own.map(({ line, column }) => {
        const key = `${file}:${line}:${column}`;
        const level = hits.get(key) ?? 0;
        hits.set(key, level + 1);
        return { line, column, level };
      });
      const text = withoutPlaces(read(path) ?? "", levelled);
      if (text === undefined) return undefined;
      patched.set(path, text);
    }
  }
  return undefined;
}

/** The line of the key where its value only begins on the next one: people look for `web:`, not for what stands below. */
function atKey(place: Place, key: string | number | undefined, linesOf: (file: string) => readonly string[]): Place {
  if (typeof key !== "string") return place;
  const lines = linesOf(place.file);
  let above = place.line - 2;
  while (above > 0 && /^\s*(?:#.*)?$/.test(lines[above] ?? "")) above--;
  const [, indent, written] =
    /^(\s*(?:- )?)["']?([^\s"':]+)["']?:\s*(?:[&!]\S+\s*)*(?:#.*)?$/.exec(lines[above] ?? "") ?? [];
  if (written !== key || indent === undefined) return place;
  return { file: place.file, line: above + 1, column: indent.length + 1 };
}

function environmentOf(
  stack: StackFiles,
  { composeFiles, envFiles }: StackSurroundings,
): { env: Record<string, string>; unknown: Map<string, string> } {
  const env: Record<string, string> = {};
  const unknown = new Map<string, string>();
  const folder = folderOf(stack.files[0] ?? "");
  // What is nearer comes later, and wins: templates of the root, of the folder, the env files themselves, those of the command.
  const rank = (file: EnvFile): number =>
    stack.envFiles.includes(file.path)
      ? 4
      : file.path === `${folder === "" ? "" : `${folder}/`}.env`
        ? 3
        : folderOf(file.path) === folder
          ? 2
          : folderOf(file.path) === ""
            ? 1
            : 0;
  // What is made on each machine is unknown here, and would only be shown.
  const near = envFiles
    .filter((file) => rank(file) > 0 && !isSecretsFile(file.path))
    .toSorted((a, b) => rank(a) - rank(b));
  for (const { entries } of near) for (const { key, value, off } of entries) if (!off && value !== "") env[key] = value;
  for (const key of ["COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_ENV_FILES", "COMPOSE_PROJECT_NAME"]) delete env[key];
  const defaulted = new Set(
    composeFiles.flatMap(({ variables }) =>
      variables.filter(({ operator }) => operator.endsWith("-")).map(({ name }) => name),
    ),
  );
  for (const { variables } of composeFiles) {
    for (const { name, operator } of variables) {
      if (
        name in env ||
        operator.endsWith("+") ||
        operator.endsWith("-") ||
        /^(?:PWD|HOME|USER|UID|GID|COMPOSE_\w+)$/.test(name)
      )
        continue;
      if (defaulted.has(name) && operator === "") continue;
      const number = String(firstUnknown + unknown.size);
      env[name] = number;
      unknown.set(number, name);
    }
  }
  return { env: { HOME: "/root", USER: "root", UID: "1000", GID: "1000", ...env }, unknown };
}
