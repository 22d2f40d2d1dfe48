import type { ErrorRow } from "@slipway/core";

/** A value that is written wrongly. */
export interface Value {
  readonly path: string;
  readonly problem: string;
  readonly hint?: string | undefined;
}

/** A name that nothing defines. */
export interface Undefined {
  readonly service: string;
  readonly name: string;
  readonly hint?: string | undefined;
}

/** A value that is written wrongly: the path, what is wrong with it, and how to write it. */
const badValue = {
  message: (p: Value) => `${p.path} ${p.problem}`,
  hint: (p: Value) => p.hint,
} as const;

const undefinedName = (kind: string, cure: (p: Undefined) => string) =>
  ({
    message: (p: Undefined) => `service "${p.service}" uses the ${kind} "${p.name}", which is not defined`,
    hint: (p: Undefined) => p.hint ?? cure(p),
  }) as const;

/** The rows of the package's table for what a project means, as opposed to how its files are written. */
export const meaningErrors = {
  COMPOSE_UNKNOWN_ATTRIBUTE: {
    message: (p: { attribute: string; parent: string; hint?: string | undefined }) =>
      `unknown attribute "${p.attribute}" ${p.parent}`,
    hint: (p) => p.hint ?? `remove it, or call it "x-${p.attribute}" if it is an extension of your own`,
  },
  COMPOSE_BAD_NAME: {
    message: (p: { name: string; parent: string; hint?: string | undefined }) =>
      `"${p.name}" ${p.parent} is not a valid name`,
    hint: (p) => p.hint,
  },
  COMPOSE_WRONG_TYPE: badValue,
  COMPOSE_MISSING_ATTRIBUTE: { message: badValue.message, hint: (p: Value) => p.hint ?? "add the attribute" },
  COMPOSE_NOT_ALLOWED: badValue,
  COMPOSE_BAD_NUMBER: badValue,
  COMPOSE_BAD_BOOLEAN: badValue,
  COMPOSE_BAD_SIZE: badValue,
  COMPOSE_BAD_DURATION: badValue,
  COMPOSE_BAD_PORT: badValue,
  COMPOSE_BAD_MOUNT: badValue,
  COMPOSE_BAD_COMMAND: badValue,
  COMPOSE_BAD_DEVICE: badValue,
  COMPOSE_BAD_HOST: badValue,
  COMPOSE_BAD_HEALTHCHECK: badValue,
  COMPOSE_BAD_MODE: badValue,
  COMPOSE_OLD_SPELLING: badValue,
  COMPOSE_ENV_FILE_NOT_FOUND: {
    message: (p: { service: string; path: string }) =>
      `service "${p.service}" needs the env file ${p.path}, which does not exist`,
    hint: "create it, or write it as `{path: …, required: false}`",
  },
  COMPOSE_LABEL_FILE_NOT_FOUND: {
    message: (p: { service: string; path: string }) =>
      `service "${p.service}" needs the label file ${p.path}, which does not exist`,
    hint: "create it, or take it out of label_file",
  },
  COMPOSE_UNDEFINED_NETWORK: undefinedName("network", (p) => `add "${p.name}:" under networks`),
  COMPOSE_UNDEFINED_VOLUME: undefinedName(
    "volume",
    (p) => `add "${p.name}:" under volumes, or begin the source with "./" if it is a directory`,
  ),
  COMPOSE_UNDEFINED_CONFIG: undefinedName("config", (p) => `add "${p.name}:" under configs`),
  COMPOSE_UNDEFINED_SECRET: undefinedName("secret", (p) => `add "${p.name}:" under secrets`),
  COMPOSE_UNDEFINED_MODEL: undefinedName("model", (p) => `add "${p.name}:" under models`),
  COMPOSE_UNDEFINED_SERVICE: {
    message: (p: { service: string; name: string; by: string; hint?: string | undefined }) =>
      `service "${p.service}" ${p.by} the service "${p.name}", which is not defined`,
    hint: (p) => p.hint ?? `define "${p.name}" under services or take it out`,
  },
  COMPOSE_SERVICE_DISABLED: {
    message: (p: { service: string; name: string; by: string; profiles: string }) =>
      `service "${p.service}" ${p.by} the service "${p.name}", which is off because its profile ${p.profiles} is not on`,
    hint: (p) => `turn it on with --profile ${p.profiles.split(" or ")[0]}, or write required: false`,
  },
  COMPOSE_NO_SUCH_SERVICE: {
    message: (p: { name: string; hint?: string | undefined }) => `no such service: ${p.name}`,
    hint: (p) => p.hint,
  },
  COMPOSE_NO_IMAGE: {
    message: (p: { service: string }) => `service "${p.service}" has neither an image nor a build`,
    hint: "give it `image:` or `build:`",
  },
  COMPOSE_CONFLICT: badValue,
  COMPOSE_DEPENDENCY_CYCLE: {
    message: (p: { cycle: string }) => `services wait for each other: ${p.cycle}`,
    hint: "take one of these dependencies away",
  },
  COMPOSE_CONTAINER_NAME_TWICE: {
    message: (p: { name: string; services: string }) => `the container name "${p.name}" is used by ${p.services}`,
    hint: "give each service its own container_name, or none",
  },
  COMPOSE_DUPLICATE_MOUNT: {
    message: (p: { service: string; target: string }) => `service "${p.service}" mounts ${p.target} twice`,
    hint: "keep one of the mounts",
  },
  COMPOSE_NO_SOURCE: {
    message: (p: { kind: string; name: string; ways: string }) =>
      `${p.kind} "${p.name}" says not where its content comes from`,
    hint: (p) => `give it ${p.ways}`,
  },
} as const satisfies Record<string, ErrorRow>;
