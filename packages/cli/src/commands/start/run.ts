import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { startOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof startOptions>): Promise<number> {
  const { wait, waitTimeout: seconds } = options;
  const limit = seconds === undefined ? {} : { seconds };
  const verb = { title: "Starting", services: args, ...(wait ? { waitUntilReady: limit } : {}) };
  return carryOut(context, globals, verb, (observed, project, { planStart }) =>
    planStart(observed, project, { services: args }),
  );
}
