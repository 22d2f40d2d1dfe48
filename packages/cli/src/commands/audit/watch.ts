import { realpathSync } from "node:fs";
import { relative } from "node:path";
import {
  type Cache,
  entersFolder,
  type Finding,
  findingChanges,
  openRepository,
  type Report,
  type ReportOptions,
  render,
  reportRepository,
} from "@slipway/audit";
import { exitCode, isSlipwayError } from "@slipway/core";
import { batches, watchFiles } from "@slipway/stack";
import type { Context } from "../../context.ts";
import type { Globals } from "../../globals.ts";
import { type Style, styleFor } from "../../output/style.ts";
import { warn } from "../../output/warn.ts";
import { counted } from "./counted.ts";

/** Editors and git write in several steps: so long, in milliseconds, nothing may happen before an audit begins. */
const pace = { quiet: 150, longest: 2000 };

/** `audit --watch`: the report, and from then on, whenever files change, which findings are new and which are gone. Ends at a signal. */
export async function watchAudit(
  context: Context,
  globals: Globals,
  { root: named, cache, asked }: { readonly root: string; readonly cache: Cache; readonly asked: ReportOptions },
): Promise<number> {
  const style = styleFor(context, context.stdout, globals);
  const root = realpathSync(named);
  let repository = openRepository(root, cache);
  // What changes while the first audit goes on is told after it.
  const enters = (folder: string): boolean => entersFolder(repository, relative(root, folder));
  const files = watchFiles([{ path: root, enters }]);
  const unlisten = context.onInterrupt(() => files.close());
  try {
    let last = await reportRepository(repository, asked);
    context.stdout.write(render(last, "text", style));
    context.stderr.write("Watching; end it with Ctrl+C.\n");
    for await (const paths of batches(files, pace)) {
      const next = openRepository(root, cache);
      // Which folders are looked into may have changed with a .gitignore.
      if ([...paths].some((path) => path.endsWith(".gitignore"))) files.watch([{ path: root, enters }]);
      repository = next;
      const report = await auditAgain(context, globals, next, asked);
      if (report === undefined) continue;
      context.stdout.write(changeLines(last, report, style));
      last = report;
    }
    return exitCode.interrupted;
  } finally {
    unlisten();
    files.close();
  }
}

/** The report; undefined, with the reason told, while slipway.audit.yaml cannot be read. */
async function auditAgain(
  context: Context,
  globals: Globals,
  repository: ReturnType<typeof openRepository>,
  asked: ReportOptions,
): Promise<Report | undefined> {
  try {
    return await reportRepository(repository, asked);
  } catch (cause) {
    if (!isSlipwayError(cause)) throw cause;
    warn(context, globals, cause.diagnostics.length > 0 ? cause.diagnostics : [cause.toDiagnostic()]);
    return undefined;
  }
}

function changeLines(before: Report, now: Report, style: Style): string {
  const { added, gone } = findingChanges(before.findings, now.findings);
  if (added.length + gone.length === 0) return "";
  const line = ({ file, line: row, column, severity, rule, message }: Finding): string =>
    `${file}:${row}:${column} ${severity} ${rule} ${message}`;
  const stay = (severity: "error" | "warning"): string =>
    counted(now.findings.filter((finding) => finding.severity === severity).length, severity);
  const lines = [
    ...gone.map((finding) => style.green(`- ${line(finding)}`)),
    ...added.flatMap((finding) => [style.red(`+ ${line(finding)}`), `    → ${finding.fix.text}`]),
    style.dim(`${added.length} new, ${gone.length} gone · ${stay("error")}, ${stay("warning")}`),
  ];
  return `${lines.join("\n")}\n`;
}
