import type { Files } from "@slipway/core";
import { type Diagnostics, type Position, parseDotenv, SourceText } from "@slipway/core";
import type { LoadOptions } from "./load.ts";
import { ownValue } from "./own-value.ts";
import { dirname, join, resolve } from "./path-names.ts";
import { readText } from "./read-documents.ts";
import { isRemote, type Remotes } from "./remotes.ts";

export type Environment = Readonly<Record<string, string>>;

/** What reading env files takes. */
interface Reading {
  readonly files: Files;
  readonly diagnostics: Diagnostics;
  readonly remotes: Remotes;
}

/** What interpolation sees before the Compose files are known, and what is still missing. */
export interface BaseEnvironment {
  readonly env: Environment;
  /** The env files that were asked for, absolute; empty when `.env` was looked up. */
  readonly envFiles: readonly string[];
  /** The environment once the project directory is known: its own `.env` below what was there. */
  readonly within: (projectDirectory: string) => Environment;
}

/**
 * The process's environment over the env files, of which a later one wins: those of `--env-file`, else those that
 * COMPOSE_ENV_FILES lists, else `.env` beside the first file of `-f`, in `--project-directory`, or in the directory one
 * stands in, and then also in the project directory. COMPOSE_DISABLE_ENV_FILE turns `.env` off.
 * Source: compose-go `WithEnvFiles`, `WithDotEnv`.
 */
export function baseEnvironment(options: LoadOptions, reading: Reading): BaseEnvironment {
  const { cwd } = options;
  const { files } = reading;
  const process: Record<string, string> = { PWD: cwd, ...defined(options.env) };
  const asked = options.envFiles?.length ? options.envFiles : list(process.COMPOSE_ENV_FILES, ",");
  const envFiles = asked.map((path) => resolve(cwd, path));
  const disabled = isTrue(process.COMPOSE_DISABLE_ENV_FILE);
  if (envFiles.length > 0 || disabled) {
    const env = readEnvFiles(disabled && asked.length === 0 ? [] : envFiles, process, reading);
    return { env, envFiles, within: () => env };
  }
  const first = options.files?.find((path) => path !== "-" && !isRemote(path));
  const standing = options.projectDirectory ?? (first === undefined ? "." : dirname(resolve(cwd, first)));
  const beside = join(resolve(cwd, standing), ".env");
  const present = (path: string): string[] => (files.exists(path) && !files.isDirectory(path) ? [path] : []);
  const env = readEnvFiles(present(beside), process, reading);
  return {
    env,
    envFiles,
    within(projectDirectory) {
      const own = join(projectDirectory, ".env");
      return own === beside ? env : readEnvFiles(present(own), env, reading);
    },
  };
}

/**
 * The variables of env files below `over`: a later file wins over an earlier one, `over` wins over all. A missing file is
 * reported at the place `at` that named it.
 */
export function readEnvFiles(
  paths: readonly string[],
  over: Environment,
  context: Reading,
  at?: Position,
): Environment {
  const values: Record<string, string> = {};
  for (const path of paths) {
    const text = readText(path, context, at);
    if (text === undefined) continue;
    const lookup = (name: string): string | undefined => ownValue(over, name) ?? ownValue(values, name);
    for (const [key, value] of parseDotenv(new SourceText(path, text, false), lookup, context.diagnostics, "COMPOSE"))
      values[key] = value;
  }
  return { ...values, ...over };
}

/** The texts of a list such as COMPOSE_FILE, without empty ones. */
export function list(text: string | undefined, separator: string): string[] {
  return (text ?? "")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function isTrue(text: string | undefined): boolean {
  return /^(1|t|true|y|yes|on)$/i.test(text ?? "");
}

function defined(env: LoadOptions["env"]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
