import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { restartOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof restartOptions>): Promise<number> {
  const { noDeps, timeout } = options;
  return carryOut(context, globals, { title: "Restarting", services: args }, (observed, project, { planRestart }) =>
    planRestart(observed, project, { services: args, noDeps, ...(timeout === undefined ? {} : { timeout }) }),
  );
}
