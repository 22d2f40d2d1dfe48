import type { Context } from "../../context.ts";
import { renderDiagnostic } from "../render-error.ts";
import type { Style } from "../style.ts";
import type { Progress } from "./progress.ts";
import { titleOf } from "./rows.ts";

/** A line for each step of a resource (` Container demo-web-1  Started`), as docker compose prints them outside a terminal. */
export function plainProgress(context: Context, style: Style): Progress {
  const { stderr } = context;
  return {
    report(event) {
      if (event.kind === "diagnostic") stderr.write(renderDiagnostic(event.diagnostic, { style, cwd: context.cwd }));
      else if (event.kind === "build") stderr.write(buildLines(event.subject.name, event.text));
      else if (event.kind === "progress") {
        const shown = event.detail && event.state !== "done" ? `${event.text}  ${event.detail}` : event.text;
        stderr.write(` ${titleOf(event.subject)}  ${shown}\n`);
      }
    },
    end: () => undefined,
  };
}

function buildLines(name: string, text: string): string {
  const lines = text.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
  return lines.map((line) => ` ${name} | ${line}\n`).join("");
}
