import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { auditTrailExportOptions } from "./command.ts";

export async function run(context: Context, { options }: Input<typeof auditTrailExportOptions>): Promise<number> {
  const { after } = options;
  return await withClient(context, options, async ({ client, signal }) => {
    const trail = await client.readTrail(after === undefined ? {} : { after }, { signal });
    for await (const bytes of trail.body ?? []) context.stdout.writeBytes(bytes);
    return exitCode.done;
  });
}
