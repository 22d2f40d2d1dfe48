import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { transfer } from "../pull/transfer.ts";
import type { pushOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof pushOptions>): Promise<number> {
  const { quiet, includeDeps, ignorePushFailures: ignoreFailures } = options;
  const verb = {
    title: "Pushing",
    services: args,
    includeDeps,
    quiet,
    nothing: "no service has both `build` and `image`",
  };
  return transfer(context, globals, verb, (project, _observed, { planPush }) => planPush(project, { ignoreFailures }));
}
