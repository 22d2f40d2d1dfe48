import { exitCode } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { version, versionText } from "../../version.ts";
import type { versionOptions } from "./command.ts";

export async function run({ stdout }: Context, { options }: Input<typeof versionOptions>): Promise<number> {
  if (options.format === "json") stdout.write(`${JSON.stringify({ version: `v${version}` })}\n`);
  else stdout.write(options.short ? `${version}\n` : versionText());
  return exitCode.done;
}
