import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { pruneOptions } from "./command.ts";

export async function run(context: Context, { globals }: Input<typeof pruneOptions>): Promise<number> {
  return carryOut(context, globals, { title: "Removing", services: [] }, async (observed, project, stack, engine) =>
    stack.planPrune(observed, project, await stack.readLeftovers(engine, observed.projectName)),
  );
}
