import type { Report } from "@slipway/stack";
import type { Context } from "../../context.ts";
import type { Globals } from "../../globals.ts";
import { styleFor } from "../style.ts";

/** Shows the events of work on a stack, on standard error. */
export interface Progress {
  readonly report: Report;
  /** Shows the last state and gives the terminal back. Calling it again does nothing. */
  end(): void;
}

export type ProgressMode = "tty" | "plain" | "json" | "quiet";

/**
 * How progress is shown: `--progress`, then COMPOSE_PROGRESS, else live on a terminal and plain lines elsewhere and in CI.
 * Source: docker compose, "Environment variables".
 */
export function progressMode(context: Context, globals: Partial<Pick<Globals, "progress" | "ansi">>): ProgressMode {
  const asked = globals.progress ?? context.env.COMPOSE_PROGRESS ?? "auto";
  if (asked === "tty" || asked === "plain" || asked === "json" || asked === "quiet") return asked;
  const ansi = globals.ansi ?? context.env.COMPOSE_ANSI;
  if (ansi === "never" || context.env.TERM === "dumb" || context.env.CI) return "plain";
  return context.stderr.isTTY ? "tty" : "plain";
}

/** Opens the view; `title` heads the live one: `Running`, `Stopping`. */
export async function openProgress(context: Context, globals: Globals, title: string): Promise<Progress> {
  const style = styleFor(context, context.stderr, globals);
  switch (progressMode(context, globals)) {
    case "tty":
      return (await import("./live.ts")).liveProgress(context, style, title);
    case "plain":
      return (await import("./plain.ts")).plainProgress(context, style);
    case "json":
      return (await import("./json.ts")).jsonProgress(context, globals);
    case "quiet":
      return (await import("./quiet.ts")).quietProgress(context, style);
  }
}
