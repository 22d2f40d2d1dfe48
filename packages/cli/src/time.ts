import { parseDuration } from "@slipway/core";
import { cliErrors } from "./errors.ts";

/**
 * A point in time for the engine, as `{ since: … }` or `{ until: … }`: RFC 3339 or seconds since 1970 pass, a duration such as
 * `10m` counts back from `now` (milliseconds). Empty when nothing was given; throws `CLI_BAD_VALUE`.
 */
export function toEngineTime(
  option: "--since" | "--until",
  text: string | undefined,
  now: number,
): { readonly since?: string; readonly until?: string } {
  if (text === undefined) return {};
  const key = option === "--since" ? "since" : "until";
  if (/^\d+(\.\d+)?$/.test(text)) return { [key]: text };
  const duration = parseDuration(text);
  if (duration !== undefined) return { [key]: ((now - duration / 1e6) / 1000).toFixed(3) };
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return { [key]: /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : (time / 1000).toFixed(3) };
  const expected = "a time such as 2026-01-31T12:00:00Z, or a duration such as 10m";
  throw cliErrors.error("CLI_BAD_VALUE", { option, value: text, expected });
}
