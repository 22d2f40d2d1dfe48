import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { jobIdOf, withClient } from "../../../jobs/open-client.ts";
import { printLog } from "../../../jobs/print-log.ts";
import type { jobLogsOptions } from "./command.ts";

export async function run(context: Context, { args, options }: Input<typeof jobLogsOptions>): Promise<number> {
  const { follow, attempt } = options;
  return await withClient(context, options, async ({ client, signal }) => {
    const id = await jobIdOf(client, args[0]);
    await printLog(context, client, id, { follow, signal, ...(attempt === undefined ? {} : { attempt }) });
    return exitCode.done;
  });
}
