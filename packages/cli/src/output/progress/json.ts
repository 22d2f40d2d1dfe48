import type { StackEvent } from "@slipway/stack";
import type { Context } from "../../context.ts";
import type { Globals } from "../../globals.ts";
import type { Progress } from "./progress.ts";
import { titleOf } from "./rows.ts";

const statuses = { working: "Working", done: "Done", failed: "Error", warning: "Warning" } as const;

/** A JSON object a line, with the keys of docker compose's `--progress json`: id, parent_id, status, text, details, current, total, percent. */
export function jsonProgress({ stderr }: Context, globals: Pick<Globals, "dryRun">): Progress {
  return {
    report(event) {
      if (isEmpty(event)) return;
      const dryRun = globals.dryRun ? { "dry-run": true } : {};
      stderr.write(`${JSON.stringify({ ...dryRun, ...toObject(event) })}\n`);
    },
    end: () => undefined,
  };
}

/** The engine also sends lines that only end a line before. */
function isEmpty(event: StackEvent): boolean {
  return (
    (event.kind === "build" && event.text.trim() === "") || (event.kind === "layer" && event.line.status === undefined)
  );
}

function toObject(event: StackEvent): object {
  if (event.kind === "diagnostic") {
    const { severity, ...found } = event.diagnostic;
    return { level: severity, ...found };
  }
  const id = titleOf(event.subject);
  if (event.kind === "build") return { id, status: "Working", text: "Building", details: event.text.trimEnd() };
  if (event.kind === "progress") {
    return { id, status: statuses[event.state], text: event.text, ...(event.detail ? { details: event.detail } : {}) };
  }
  const { line } = event;
  const { current, total } = line.progressDetail ?? {};
  return {
    ...(line.id === undefined ? { id } : { id: line.id, parent_id: id }),
    status: "Working",
    text: line.status ?? "",
    ...(current === undefined ? {} : { current }),
    ...(total ? { total, percent: Math.floor((100 * (current ?? 0)) / total) } : {}),
  };
}
