import { carryOut } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { killOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof killOptions>): Promise<number> {
  const { signal, removeOrphans } = options;
  return carryOut(context, globals, { title: "Killing", services: args }, (observed, project, { planKill }) =>
    planKill(observed, project, {
      services: args,
      orphans: removeOrphans || args.length > 0,
      oneOffs: true,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}
