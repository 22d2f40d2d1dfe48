import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { stopOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof stopOptions>): Promise<number> {
  const { timeout } = options;
  return carryOut(context, globals, { title: "Stopping", services: args }, (observed, project, { planStop }) =>
    planStop(observed, project, { services: args, ...(timeout === undefined ? {} : { timeout }) }),
  );
}
