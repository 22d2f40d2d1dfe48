import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { warn } from "../../../output/warn.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import type { envCheckOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof envCheckOptions>,
): Promise<number> {
  const { exitCodeOf, settingsInvalid } = await import("@slipway/settings");
  const more = args.length > 0 ? { keys: args } : {};
  const { resolution, diagnostics } = await openSettings(context, options, more);
  const { environment, outcomes } = resolution;
  const code = exitCodeOf(diagnostics);
  if (options.format === "json") {
    const found = diagnostics.map(({ code, severity, message, hint, at }) => ({
      code,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(at ? { file: at.file, line: at.line, column: at.column } : {}),
    }));
    const settings = Object.fromEntries([...outcomes].map(([key, { status }]) => [key, status]));
    context.stdout.write(
      `${JSON.stringify({ environment, ok: code === 0, settings, findings: found }, undefined, 2)}\n`,
    );
    return code;
  }
  if (code !== 0) throw settingsInvalid(environment, diagnostics);
  warn(context, globals, diagnostics);
  const count = outcomes.size;
  context.stdout.write(`${count === 1 ? "1 setting is" : `All ${count} settings are`} as ${environment} wants them.\n`);
  return exitCode.done;
}
