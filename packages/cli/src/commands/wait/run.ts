import { waitForExit } from "@slipway/stack";
import { carryOut, observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { checkServices } from "../../services.ts";
import type { waitOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof waitOptions>): Promise<number> {
  const { target, look } = await observeTarget(context, globals);
  const code = await withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    return waitForExit(engine, observed, {
      names: args,
      first: options.downProject,
      signal,
      ended: ({ name, exitCode }) => context.stdout.write(`container "${name}" exited with status code ${exitCode}\n`),
    });
  });
  if (options.downProject)
    await carryOut(context, globals, { title: "Removing", services: [] }, (observed, project, { planDown }) =>
      planDown(observed, project, { removeOrphans: false }),
    );
  return code;
}
