import { exitCode, secretFingerprint } from "@slipway/core";
import { explain } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { renderTable } from "../../../output/table.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import { shortFrom } from "../../../settings/short-from.ts";
import type { secretsListOptions } from "./command.ts";

export async function run(context: Context, { options }: Input<typeof secretsListOptions>): Promise<number> {
  const { resolution } = await openSettings(context, options);
  const fingerprint = secretFingerprint(context.env);
  const secrets = [...resolution.outcomes.values()]
    .filter(({ setting }) => setting.secret)
    .map(({ setting }) => explain(resolution, setting.key, fingerprint));
  if (options.format === "json") {
    const rows = secrets.map(({ key, status, winner, shown, services }) => ({
      key,
      status,
      ...(winner ? { from: shortFrom(winner, context.cwd) } : {}),
      ...(shown ? { shown: shown.host } : {}),
      services,
    }));
    context.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    return exitCode.done;
  }
  const rows = secrets.map(({ key, status, winner, shown, services }) => [
    key,
    status === "resolved" ? (shown?.host ?? "") : status,
    shortFrom(winner, context.cwd),
    services.join(", "),
  ]);
  context.stdout.write(renderTable(["NAME", "VALUE", "FROM", "SEEN BY"], rows));
  return exitCode.done;
}
