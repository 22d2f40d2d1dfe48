import { SlipwayError } from "@slipway/core";
import { ensureSecrets, environmentOf, settingsExitCode, settingsInvalid } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { shortPath } from "../../../output/render-error.ts";
import { warn } from "../../../output/warn.ts";
import { loadOptions } from "../../../settings/open-settings.ts";
import type { secretsEnsureOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof secretsEnsureOptions>): Promise<number> {
  const asked = loadOptions(context, { ...options, breakGlass: false });
  const { path, made, ignored, present, missing, diagnostics } = await ensureSecrets({
    ...asked,
    dryRun: globals.dryRun,
  });
  const { stdout, cwd } = context;
  const shown = shortPath(path, cwd);
  for (const key of made) stdout.write(`${globals.dryRun ? "would make" : "made"} ${key} in ${shown}\n`);
  if (ignored !== undefined)
    stdout.write(`${globals.dryRun ? "would add" : "added"} ${shown} to ${shortPath(ignored, cwd)}\n`);
  if (diagnostics.some(({ severity }) => severity === "error"))
    throw settingsInvalid(environmentOf(asked), diagnostics);
  warn(context, globals, diagnostics);
  if (missing.length > 0) {
    const keys = missing.join(", ");
    throw new SlipwayError({
      code: "SETTINGS_MISSING",
      message: `${keys} ${missing.length === 1 ? "is" : "are"} still missing: Slipway may not make ${missing.length === 1 ? "it" : "them"}`,
      hint: `put ${missing.length === 1 ? "it" : "them"} into ${shown} as ${missing[0]}=…`,
      exitCode: settingsExitCode.missing,
    });
  }
  if (made.length === 0) stdout.write(`Nothing to make: ${count(present.length)} there.\n`);
  return 0;
}

function count(number: number): string {
  return number === 1 ? "1 secret is" : `${number} secrets are`;
}
