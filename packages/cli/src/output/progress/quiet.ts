import type { Context } from "../../context.ts";
import { renderDiagnostic } from "../render-error.ts";
import type { Style } from "../style.ts";
import type { Progress } from "./progress.ts";

/** Nothing but findings. */
export function quietProgress(context: Context, style: Style): Progress {
  return {
    report(event) {
      if (event.kind === "diagnostic")
        context.stderr.write(renderDiagnostic(event.diagnostic, { style, cwd: context.cwd }));
    },
    end: () => undefined,
  };
}
