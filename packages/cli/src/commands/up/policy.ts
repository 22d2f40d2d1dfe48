import type { Project } from "@slipway/compose";
import { nearest } from "@slipway/core";
import type { UpPolicy } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";
import type { policyOptions } from "./policy-options.ts";

type Options = Input<typeof policyOptions>["options"];

/** The policy that the options of `up` and `plan` spell. Throws `CLI_OPTIONS_EXCLUDE`. */
export function policyOf(services: readonly string[], options: Options, { env }: Pick<Context, "env">): UpPolicy {
  exclude(options, "forceRecreate", "noRecreate");
  exclude(options, "build", "noBuild");
  exclude(options, "alwaysRecreateDeps", "noRecreate");
  exclude(options, "renewAnonVolumes", "noRecreate");
  return {
    services,
    recreate: options.forceRecreate ? "force" : options.noRecreate ? "never" : "diverged",
    recreateDependencies: options.alwaysRecreateDeps,
    noDeps: options.noDeps,
    noStart: options.noStart,
    build: options.build,
    noBuild: options.noBuild,
    removeOrphans: options.removeOrphans || isTrue(env.COMPOSE_REMOVE_ORPHANS),
    rollbackOnFailure: options.rollbackOnFailure,
    renewAnonymousVolumes: options.renewAnonVolumes,
    scale: options.scale,
    ...(options.pull === undefined ? {} : { pull: options.pull }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  };
}

/** Throws `CLI_NO_SUCH_SERVICE` when `--scale` names a service that the project does not have. */
export function checkScale({ scale = {} }: UpPolicy, { name: project, services }: Project): void {
  const known = Object.keys(services);
  for (const service of Object.keys(scale)) {
    if (!(service in services))
      throw cliErrors.error("CLI_NO_SUCH_SERVICE", { service, project, near: nearest(service, known), known });
  }
}

const spelling = {
  forceRecreate: "--force-recreate",
  noRecreate: "--no-recreate",
  build: "--build",
  noBuild: "--no-build",
  alwaysRecreateDeps: "--always-recreate-deps",
  renewAnonVolumes: "--renew-anon-volumes",
} as const;

function exclude(options: Options, one: keyof typeof spelling, other: keyof typeof spelling): void {
  if (options[one] && options[other])
    throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one: spelling[one], other: spelling[other] });
}

/** As Go reads a boolean. Source: `strconv.ParseBool`. */
export function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(1|t|true)$/i.test(text);
}
