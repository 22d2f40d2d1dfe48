import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { tokenRevokeOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof tokenRevokeOptions>,
): Promise<number> {
  return await withClient(context, options, async ({ client, signal }) => {
    for (const id of args) {
      if (!globals.dryRun) await client.revokeToken(id, { signal });
      context.stdout.write(`${id}  ${globals.dryRun ? "would be revoked" : "revoked"}\n`);
    }
    return exitCode.done;
  });
}
