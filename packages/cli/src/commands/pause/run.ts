import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";

export async function run(context: Context, { args, globals }: Input): Promise<number> {
  return carryOut(context, globals, { title: "Pausing", services: args }, (observed, _project, { planPause }) =>
    planPause(observed, "pause", { services: args }),
  );
}
