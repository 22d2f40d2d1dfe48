import type { Context } from "../../context.ts";
import { renderDiagnostic } from "../render-error.ts";
import type { Style } from "../style.ts";
import { renderFrame } from "./frame.ts";
import type { Progress } from "./progress.ts";
import { type Row, Rows } from "./rows.ts";

/** Nobody sees more than this many frames: 20 in a second. */
const frameMs = 50;

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
/** Terminals that know synchronized output show a frame at once; others ignore these. */
const beginFrame = "\x1b[?2026h";
const endFrame = "\x1b[?2026l";

/**
 * A line for each resource, redrawn in place. Every line is overwritten before what is left of it is cleared, so
 * that nothing flickers; the last frame stays.
 */
export function liveProgress(context: Context, style: Style, title: string): Progress {
  const { stderr, now } = context;
  const rows = new Rows();
  let drawn = 0;
  let open = true;

  const draw = (last: boolean, above = ""): void => {
    const size = stderr.size() ?? { rows: 24, columns: 80 };
    const lines = rows.all.length === 0 ? [] : renderFrame(rows.all, { title, size, style, now: now(), last });
    const up = drawn > 0 ? `\x1b[${drawn}A\r` : "";
    const printed = above.replaceAll("\n", "\x1b[K\n");
    stderr.write(`${beginFrame}${up}${printed}${lines.map((line) => `${line}\x1b[K\n`).join("")}\x1b[J${endFrame}`);
    drawn = lines.length;
  };

  stderr.write(hideCursor);
  const stop = context.every(frameMs, () => draw(false));
  return {
    report(event) {
      if (event.kind === "diagnostic") draw(false, renderDiagnostic(event.diagnostic, { style, cwd: context.cwd }));
      else rows.add(event, now());
    },
    end() {
      if (!open) return;
      open = false;
      stop();
      draw(true, failedOutput(rows.all));
      stderr.write(showCursor);
    },
  };
}

/** What a failed build printed last: the view showed one line of it at a time. */
function failedOutput(rows: readonly Row[]): string {
  const failed = rows.filter((row) => row.state === "failed");
  return failed.flatMap((row) => row.output.map((line) => `${row.title} | ${line}\n`)).join("");
}
