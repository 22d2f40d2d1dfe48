import { defineErrors } from "@slipway/core";

/** What can be wrong with a command line, and with a project before a command begins. */
export const cliErrors = defineErrors("CliError", {
  CLI_UNKNOWN_COMMAND: {
    message: ({ name }: { name: string; near: string | undefined }) => `there is no command "${name}"`,
    hint: ({ near }) => (near ? `did you mean "${near}"?` : "run `slipway --help` for the commands"),
    exitCode: 2,
  },
  CLI_UNKNOWN_OPTION: {
    message: ({ option, command }: { option: string; command: string; near: string | undefined }) =>
      `${command} has no option ${option}`,
    hint: ({ near, command }) => (near ? `did you mean ${near}?` : `run \`${command} --help\` for its options`),
    exitCode: 2,
  },
  CLI_OPTION_NEEDS_VALUE: {
    message: ({ option }: { option: string }) => `option ${option} needs a value`,
    exitCode: 2,
  },
  CLI_NO_SETTINGS_OF_SERVICE: {
    message: (p: { service: string }) => `no setting is seen by a service "${p.service}"`,
    hint: "name it under `services:` of a setting, or correct the name",
    exitCode: 2,
  },
  CLI_NO_COMMAND: {
    message: (p: { command: string }) => `\`slipway ${p.command}\` has no command to run`,
    hint: (p) => `put it behind --: \`slipway ${p.command} -- npm start\``,
    exitCode: 2,
  },
  CLI_CANNOT_RUN: {
    message: (p: { command: string; why: string }) => `cannot run ${p.command}: ${p.why}`,
    hint: "check its name and the PATH",
  },
  CLI_FILE_OUT_OF_DATE: {
    message: (p: { path: string; command: string }) => `${p.path} is not what \`slipway ${p.command}\` makes`,
    hint: (p) => `run \`slipway ${p.command}\` and keep the result`,
  },
  CLI_CANNOT_ROTATE: {
    message: (p: { key: string; why: string; hint?: string }) => `${p.key} cannot be rotated: ${p.why}`,
    hint: (p) => p.hint ?? "only a secret that lies in .slipway.secrets.env can be",
  },
  CLI_BAD_TEMPLATE: {
    message: (p: { template: string; why: string }) => `--format cannot be "${p.template}": ${p.why}`,
    hint: "`--format json` shows the fields; `--format '{{.Name}}'` prints one of them, `table {{.Name}}\\t{{.State}}` columns",
  },
  CLI_BAD_VALUE: {
    message: ({
      option,
      value,
      expected,
    }: {
      option: string;
      value: string;
      expected: string;
      near?: string | undefined;
    }) => `${option} cannot be "${value}": expected ${expected}`,
    hint: ({ near }) => (near ? `did you mean "${near}"?` : undefined),
    exitCode: 2,
  },
  CLI_MISSING_ARGUMENT: {
    message: ({ argument, command }: { argument: string; command: string; usage: string }) =>
      `${command} needs ${argument}`,
    hint: ({ usage }) => `usage: ${usage}`,
    exitCode: 2,
  },
  CLI_TOO_MANY_ARGUMENTS: {
    message: ({ command, extra }: { command: string; extra: string; usage: string }) =>
      `${command} takes no argument "${extra}"`,
    hint: ({ usage }) => `usage: ${usage}`,
    exitCode: 2,
  },
  CLI_OPTIONS_EXCLUDE: {
    message: ({ one, other }: { one: string; other: string }) => `${one} and ${other} exclude each other`,
    hint: ({ one, other }) => `leave out ${one} or ${other}`,
    exitCode: 2,
  },
  CLI_PROJECT_INVALID: {
    message: ({ errors }: { errors: number }) =>
      `the project cannot be loaded: ${errors === 1 ? "1 error" : `${errors} errors`}`,
  },
  CLI_NO_SUCH_SERVICE: {
    message: ({
      service,
      project,
    }: {
      service: string;
      project: string;
      near: string | undefined;
      known: readonly string[];
    }) => `project "${project}" has no service "${service}"`,
    hint: ({ near, known }) => {
      if (near) return `did you mean "${near}"?`;
      if (known.length > 0) return `its services are ${known.join(", ")}`;
      return "nothing on this engine belongs to that project; check the name, or run `slipway up -d`";
    },
  },
  CLI_NOT_IN_UP: {
    message: ({
      option,
      service,
    }: {
      option: string;
      service: string;
      near: string | undefined;
      known: readonly string[];
    }) => `${option} names "${service}", which this up does not run`,
    hint: ({ near, known }) => (near ? `did you mean "${near}"?` : `it runs ${known.join(", ")}`),
  },
  CLI_NO_SUCH_REPLICA: {
    message: ({ service, number }: { service: string; number: number; numbers: readonly number[] }) =>
      `service "${service}" has no replica ${number}`,
    hint: ({ service, numbers }: { service: string; numbers: readonly number[] }) =>
      numbers.length > 0
        ? `there is ${numbers.map((one) => `${service}#${one}`).join(", ")}`
        : `start it with \`slipway up -d ${service}\``,
  },
  CLI_NEEDS_CONSENT: {
    message: ({ what }: { what: string; flag: string }) => `${what} needs a yes, and nobody is there to give it`,
    hint: ({ flag }) => `give ${flag} to do it without a question`,
    exitCode: 2,
  },
  CLI_ENV_FILE: {
    message: ({ file, reason }: { file: string; reason: string }) =>
      `the variables of ${file} cannot be read: ${reason}`,
    hint: "each line is KEY=value",
  },
  CLI_NO_SUCH_VALUE: {
    message: ({ path, given }: { path: string; given: boolean; near: string | undefined }) =>
      given ? `${path} is given by settings, not by a Compose file` : `the project has nothing at ${path}`,
    hint: ({ given, near }) => {
      if (given) return "`slipway env explain` tells where settings come from";
      return near ? `did you mean ${near}?` : "run `slipway config` for the whole project";
    },
  },
  CLI_NO_DRY_RUN: {
    message: ({ command }: { command: string }) => `slipway ${command} cannot be tried with --dry-run`,
    hint: "`slipway plan` and `slipway --dry-run up` show what would be done",
    exitCode: 2,
  },
  CLI_REMOTE_ADDRESS: {
    message: ({ address, reason }: { address: string; reason: string }) => `"${address}" ${reason}`,
    hint: "write https://HOST/REPOSITORY.git#REF:DIRECTORY, git@HOST:REPOSITORY.git or oci://REGISTRY/NAME:TAG",
  },
  CLI_GIT_FAILED: {
    message: ({ reason }: { reason: string }) => `git says: ${reason}`,
    hint: "try `git ls-remote` with the address; a login must be stored (credential helper, ssh-agent), none is asked for",
  },
  CLI_REMOTE_CONTENT: {
    message: ({ reason }: { reason: string }) => reason,
    hint: "name the directory that holds the Compose file behind the ref: #main:deploy",
  },
  CLI_CANNOT_WRITE: {
    message: ({ path, reason }: { path: string; reason: string }) => `cannot write ${path}: ${reason}`,
    hint: "give another path with -o, or make the directory first",
  },
  CLI_NO_JOB: {
    message: () => "no job was given",
    hint: "name a job file, or give commands: `slipway job submit --step 'echo hello'`",
    exitCode: 2,
  },
  CLI_NO_JOBS: {
    message: () => "there are no jobs yet",
    hint: "`slipway job submit` makes one",
  },
  CLI_NO_SUCH_ARTIFACT: {
    message: (p: { job: string; path: string }) => `job ${p.job} left no file ${p.path}`,
    hint: (p) => `\`slipway job artifacts ${p.job}\` lists what it left`,
  },
  CLI_ARTIFACT_BROKEN: {
    message: (p: { path: string; digest: string; found: string }) =>
      `what came of ${p.path} has the digest ${p.found}, and should have ${p.digest}`,
    hint: "try again; when it stays so, the store is damaged",
  },
  CLI_INTERRUPTED: {
    message: () => "interrupted",
    exitCode: 130,
  },
  CLI_INTERNAL: {
    message: ({ reason }: { reason: string }) => `a fault in Slipway itself: ${reason}`,
    hint: "please report it with the command line; SLIPWAY_DEBUG=1 shows where it happened",
  },
});
