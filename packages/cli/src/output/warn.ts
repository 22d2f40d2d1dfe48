import type { Diagnostic } from "@slipway/core";
import type { Context } from "../context.ts";
import type { Globals } from "../globals.ts";
import { progressMode } from "./progress/progress.ts";
import { renderDiagnostic } from "./render-error.ts";
import { styleFor } from "./style.ts";

/** Shows findings on standard error: as frames, or a JSON object a line with `--progress json`. */
export function warn(context: Context, globals: Globals, diagnostics: readonly Diagnostic[]): void {
  // Asking whether standard error is a terminal opens it.
  if (diagnostics.length === 0) return;
  const view = { style: styleFor(context, context.stderr, globals), cwd: context.cwd };
  for (const { severity, ...found } of diagnostics) {
    if (progressMode(context, globals) === "json")
      context.stderr.write(`${JSON.stringify({ level: severity, ...found })}\n`);
    else context.stderr.write(renderDiagnostic({ severity, ...found }, view));
  }
}
