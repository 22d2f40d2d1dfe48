import { defineErrors, inArea } from "@slipway/core";
import { meaningErrors } from "./meaning-errors.ts";

/**
 * Everything that reading a Compose project can find wrong: code, wording, cure.
 * docs/errors/compose.md has a section for each code.
 */
export const composeErrors = defineErrors("ComposeError", {
  ...inArea("COMPOSE"),
  COMPOSE_FILE_NOT_FOUND: {
    message: (p: { path: string; near?: string | undefined }) => `no such file: ${p.path}`,
    hint: (p) =>
      p.near ? `did you mean ${p.near}?` : "check the path given with -f, COMPOSE_FILE, include or extends",
  },
  COMPOSE_NO_FILE: {
    message: (p: { directory: string }) => `no Compose file in ${p.directory} or a directory above it`,
    hint: "create compose.yaml, change to the project's directory, or name a file with -f",
  },
  COMPOSE_FILE_UNREADABLE: {
    message: (p: { path: string; reason: string }) => `cannot read ${p.path}: ${p.reason}`,
    hint: "check that it is a text file in UTF-8 and that you may read it",
  },
  COMPOSE_EMPTY_FILE: {
    message: (p: { file: string }) => `${p.file} is empty`,
    hint: "begin it with a line `services:`",
  },
  COMPOSE_NOT_A_MAPPING: {
    message: (p: { found: string }) => `a Compose file must be a mapping at its top level, not a ${p.found}`,
    hint: "begin it with a line `services:`",
  },
  COMPOSE_BAD_INTERPOLATION: {
    message: (p: { text: string }) => `"${p.text.length > 80 ? `${p.text.slice(0, 80)}…` : p.text}" is no variable`,
    hint: "write $${ for a dollar sign and a brace, ${NAME} for a variable; a name begins with a letter or _",
  },
  ...meaningErrors,
  COMPOSE_CANNOT_MERGE: {
    message: (p: { path: string; was: string; now: string }) => `cannot put a ${p.now} over the ${p.was} of ${p.path}`,
    hint: (p) => `write a ${p.was} as the earlier file does, or replace the whole value with !override`,
  },
  COMPOSE_SEVERAL_FILES: {
    message: (p: { used: string; others: readonly string[] }) => `${p.used} is used, ${p.others.join(", ")} is not`,
    hint: "keep one of them, or name the files with -f",
  },
  COMPOSE_BAD_PROJECT_NAME: {
    message: (p: { name: string; from: string; instead: string }) =>
      `"${p.name}" (${p.from}) is no project name: lower-case letters, digits, _ and -, beginning with a letter or digit`,
    hint: (p) => (p.instead === "" ? undefined : `use ${p.instead}`),
  },
  COMPOSE_NO_PROJECT_NAME: {
    message: (p: { workingDir: string }) => `no project name can be made of ${p.workingDir}`,
    hint: "give one with -p, or with `name:` in the Compose file",
  },
  COMPOSE_EXTENDS_UNKNOWN: {
    message: (p: { name: string; target: string; file: string; hint?: string | undefined }) =>
      `service "${p.name}" extends "${p.target}", which ${p.file} does not define`,
    hint: (p) => p.hint ?? "name a service of the same file, or give the file that defines it with `file:`",
  },
  COMPOSE_EXTENDS_CYCLE: {
    message: (p: { path: readonly string[] }) => `services extend each other in a circle: ${p.path.join(" → ")}`,
    hint: "take one of these `extends` away",
  },
  COMPOSE_INCLUDE_CYCLE: {
    message: (p: { path: readonly string[] }) => `files include each other in a circle: ${p.path.join(" → ")}`,
    hint: "take one of these `include` entries away",
  },
  COMPOSE_INCLUDE_CONFLICT: {
    message: (p: { resource: string; file: string; line: number }) =>
      `${p.resource} conflicts with the one included from ${p.file}:${p.line}`,
    hint: "rename one of the two, or change the included one in an override file: list both under `path:` of the include",
  },
  COMPOSE_TOO_DEEP: {
    message: (p: { what: string; limit: number }) => `\`${p.what}\` leads on more than ${p.limit} times`,
    hint: "name the file or service at the end of the chain",
  },
  COMPOSE_TOO_MANY_INCLUDES: {
    message: (p: { limit: number }) => `more than ${p.limit} files are included`,
    hint: "include shared files once, in the outermost file",
  },
  COMPOSE_TOO_LONG: {
    message: (p: { reason: string }) => `the variables make a text too long: ${p.reason}`,
    hint: "put the content into a file, and name the file",
  },
  COMPOSE_TOO_MANY_FINDINGS: {
    message: (p: { limit: number }) => `more than ${p.limit} mistakes were found; the rest is not shown`,
    hint: "check that this is the file you meant, and repair the first ones",
  },
  COMPOSE_REMOTE_FILE: {
    message: (p: { path: string }) => `${p.path} is not on this machine, and remote Compose files are not fetched`,
    hint: "allow it with --allow-remote or SLIPWAY_ALLOW_REMOTE=1 when you trust it, or fetch it and name the local file",
  },
  COMPOSE_REMOTE_FAILED: {
    message: (p: { path: string; reason: string; hint?: string | undefined }) => `cannot fetch ${p.path}: ${p.reason}`,
    hint: (p) => p.hint ?? "check the address, the network, and that you may read it",
  },
});
