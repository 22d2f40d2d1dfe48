import { exitCode, secretFingerprint } from "@slipway/core";
import { quoted, type ShownSetting, show } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { renderTable } from "../../../output/table.ts";
import { openSnapshot } from "../../../settings/open-settings.ts";
import { shortFrom } from "../../../settings/short-from.ts";
import type { envResolveOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof envResolveOptions>,
): Promise<number> {
  const more = args.length > 0 ? { keys: args } : {};
  const { snapshot, resolution } = await openSnapshot(context, globals, options, more);
  const { service, place = service === undefined ? "host" : "container", format } = options;
  const { settings } = resolution.contract;
  if (service !== undefined && ![...settings.values()].some(({ services }) => services.includes(service)))
    throw cliErrors.error("CLI_NO_SETTINGS_OF_SERVICE", { service });
  const fingerprint = secretFingerprint(context.env);
  const shown = snapshot.keys
    .filter((key) => args.length === 0 || args.includes(key))
    .filter((key) => service === undefined || settings.get(key)?.services.includes(service))
    .map((key) => show(resolution, key, fingerprint));
  const nameOf = ({ key }: ShownSetting): string => settings.get(key)?.variable ?? key;
  const valueOf = ({ shown }: ShownSetting): string => shown?.[place] ?? "";
  if (format === "json") {
    const objects = shown.map((one) => [
      nameOf(one),
      one.secret ? { secret: valueOf(one), from: one.winner?.from } : { value: valueOf(one), from: one.winner?.from },
    ]);
    context.stdout.write(`${JSON.stringify(Object.fromEntries(objects), undefined, 2)}\n`);
  } else if (format === "dotenv") {
    const lines = shown.map((one) =>
      one.secret ? `# ${nameOf(one)}: ${valueOf(one)}` : `${nameOf(one)}=${quoted(valueOf(one))}`,
    );
    context.stdout.write(lines.map((line) => `${line}\n`).join(""));
  } else {
    const rows = shown.map((one) => [nameOf(one), oneLine(valueOf(one)), shortFrom(one.winner, context.cwd)]);
    context.stdout.write(renderTable(["NAME", "VALUE", "FROM"], rows));
  }
  return exitCode.done;
}

function oneLine(text: string): string {
  return /[\n\r\t]/.test(text) ? JSON.stringify(text) : text;
}
