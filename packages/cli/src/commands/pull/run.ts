import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { pullOptions } from "./command.ts";
import { transfer } from "./transfer.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof pullOptions>): Promise<number> {
  const { quiet, includeDeps, ignoreBuildable, ignorePullFailures: ignoreFailures, policy } = options;
  const verb = {
    title: "Pulling",
    services: args,
    includeDeps,
    quiet,
    nothing: "no service has an image that its pull policy lets pull",
  };
  return transfer(context, globals, verb, (project, observed, { planPull }) =>
    planPull(project, observed, { ignoreBuildable, ignoreFailures, ...(policy === undefined ? {} : { policy }) }),
  );
}
