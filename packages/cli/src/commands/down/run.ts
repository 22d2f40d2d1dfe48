import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { isTrue } from "../up/policy.ts";
import type { downOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof downOptions>): Promise<number> {
  return carryOut(context, globals, { title: "Removing", services: args }, (observed, project, { planDown }) =>
    planDown(observed, project, {
      volumes: options.volumes,
      removeOrphans: options.removeOrphans || isTrue(context.env.COMPOSE_REMOVE_ORPHANS),
      services: args,
      ...(options.rmi === undefined ? {} : { images: options.rmi }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    }),
  );
}
