import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { bringUp } from "../up/bring-up.ts";
import { policyOf } from "../up/policy.ts";
import type { createOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof createOptions>): Promise<number> {
  const unasked = {
    alwaysRecreateDeps: false,
    noDeps: false,
    renewAnonVolumes: false,
    rollbackOnFailure: false,
    timeout: undefined,
  };
  const policy = policyOf(args, { ...options, ...unasked, noStart: true }, context);
  return bringUp(context, globals, { title: "Creating", policy, ...options });
}
