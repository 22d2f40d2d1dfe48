import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withClient } from "../../../jobs/open-client.ts";
import { renderTable } from "../../../output/table.ts";
import type { tokenLsOptions } from "./command.ts";

export async function run(context: Context, { options }: Input<typeof tokenLsOptions>): Promise<number> {
  const { tokens } = await withClient(context, options, ({ client, signal }) => client.listTokens({ signal }));
  if (options.format === "json") {
    context.stdout.write(`${JSON.stringify(tokens, undefined, 2)}\n`);
    return exitCode.done;
  }
  const rows = tokens.map(({ id, name, tenant, scopes, expires_at }) => [
    id,
    name,
    tenant,
    scopes.join(" "),
    expires_at ?? "never",
  ]);
  context.stdout.write(renderTable(["ID", "NAME", "TENANT", "SCOPES", "ENDS"], rows));
  return exitCode.done;
}
