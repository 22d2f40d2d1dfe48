import type { Context, Output } from "../context.ts";
import type { Globals } from "../globals.ts";

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  brightGreen: [92, 39],
  brightYellow: [93, 39],
  brightBlue: [94, 39],
  brightMagenta: [95, 39],
  brightCyan: [96, 39],
} as const;

export type Colour = keyof typeof codes;

/** Wraps texts in colours, or leaves them as they are. */
export type Style = Readonly<Record<Colour, (text: string) => string>> & { readonly enabled: boolean };

export function createStyle(enabled: boolean): Style {
  const entries = Object.entries(codes).map(([name, [on, off]]) => [
    name,
    enabled ? (text: string) => `\x1b[${on}m${text}\x1b[${off}m` : (text: string) => text,
  ]);
  return { ...Object.fromEntries(entries), enabled } as Style;
}

/**
 * Whether an output is coloured: `--ansi`, then COMPOSE_ANSI, then NO_COLOR and TERM=dumb, then whether it is a terminal.
 * Source: https://no-color.org; docker compose, "Environment variables".
 */
export function styleFor(context: Context, output: Output, globals?: Pick<Globals, "ansi">): Style {
  const asked = globals?.ansi ?? context.env.COMPOSE_ANSI;
  if (asked === "always") return createStyle(true);
  if (asked === "never" || context.env.NO_COLOR || context.env.TERM === "dumb") return createStyle(false);
  return createStyle(output.isTTY);
}
