import { exitCode, parseDuration } from "@slipway/core";
import { type Scope, scopes } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { tokenCreateOptions } from "./command.ts";

const usual: readonly Scope[] = ["jobs:read", "jobs:write"];

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof tokenCreateOptions>,
): Promise<number> {
  const [name = ""] = args;
  const { tenant, expires, format } = options;
  const wanted = options.scope.length === 0 ? usual : options.scope.map(scopeOf);
  const seconds = expires === undefined ? undefined : secondsOf(expires);
  const body = {
    name,
    scopes: wanted,
    ...(tenant === undefined ? {} : { tenant }),
    ...(seconds === undefined ? {} : { expires_in_seconds: seconds }),
  };
  if (globals.dryRun) {
    context.stdout.write(`${JSON.stringify(body, undefined, 2)}\n`);
    return exitCode.done;
  }
  const made = await withClient(context, options, ({ client, signal }) => client.createToken(body, { signal }));
  context.stdout.write(format === "json" ? `${JSON.stringify(made, undefined, 2)}\n` : `${made.token}\n`);
  return exitCode.done;
}

function scopeOf(written: string): Scope {
  const scope = scopes.find((one) => one === written);
  if (scope) return scope;
  throw cliErrors.error("CLI_BAD_VALUE", { option: "--scope", value: written, expected: scopes.join(", ") });
}

function secondsOf(written: string): number {
  const nanoseconds = parseDuration(written);
  if (nanoseconds !== undefined && nanoseconds >= 1e9) return Math.floor(nanoseconds / 1e9);
  throw cliErrors.error("CLI_BAD_VALUE", {
    option: "--expires",
    value: written,
    expected: "a duration such as 12h or 30d",
  });
}
