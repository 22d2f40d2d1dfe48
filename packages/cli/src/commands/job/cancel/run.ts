import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { jobCancelOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof jobCancelOptions>,
): Promise<number> {
  return await withClient(context, options, async ({ client, signal }) => {
    for (const id of args) {
      const before = await client.getJob(id, {}, { signal });
      const isOver = before.finished_at !== undefined;
      const { state } = globals.dryRun || isOver ? before : await client.cancelJob(id, { signal });
      const told = isOver
        ? `has ended already: ${state}`
        : globals.dryRun
          ? `would be canceled: it is ${state}`
          : state === "running"
            ? "is told to end"
            : state;
      context.stdout.write(`${id}  ${told}\n`);
    }
    return exitCode.done;
  });
}
