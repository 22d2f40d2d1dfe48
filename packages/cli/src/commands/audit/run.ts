import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Audit, AuditOptions, Cache, Report, ReportOptions, Repository } from "@slipway/audit";
import { diskFiles, exitCode } from "@slipway/core";
import { cacheFolder, thisProgram } from "../../caches.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { cliErrors } from "../../errors.ts";
import { styleFor } from "../../output/style.ts";
import type { auditOptions } from "./command.ts";
import { counted } from "./counted.ts";

type Options = Input<typeof auditOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof auditOptions>): Promise<number> {
  const { memoryCache, openRepository, render } = await import("@slipway/audit");
  const root = resolve(context.cwd, args[0] ?? ".");
  const cache = options.noCache ? undefined : await cacheOf(context, root);
  const repository = openRepository(root, cache);
  if (options.writeDocs) return (await import("./write-docs.ts")).writeDocuments(context, repository, globals.dryRun);
  const asked = await askedOf(context, repository, options);
  if (options.watch) {
    refuseBesides(options);
    return (await import("./watch.ts")).watchAudit(context, globals, { root, cache: cache ?? memoryCache(), asked });
  }
  if (options.fix && globals.dryRun) return showFixes(context, repository, asked);
  const report = await reportOf(context, repository, { asked, fix: options.fix });
  if (options.writeBaseline !== undefined) return keepBaseline(context, options.writeBaseline, report.findings);
  context.stdout.write(render(report, options.format ?? "text", styleFor(context, context.stdout, globals)));
  const failed =
    report.findings.some(({ severity }) => severity === "error") ||
    (options.gate && report.gates.some(({ state }) => state === "fail"));
  return failed ? exitCode.failed : exitCode.done;
}

/** Watching tells people of changes, and changes nothing itself. */
function refuseBesides({ fix: repair, format, writeBaseline, changedSince }: Options): void {
  const other =
    (repair && "--fix") ||
    (format !== undefined && format !== "text" && "--format") ||
    (writeBaseline !== undefined && "--write-baseline") ||
    (changedSince !== undefined && "--changed-since");
  if (other) throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one: "--watch", other });
}

/** What earlier audits kept for this program. A program that runs from its sources keeps nothing. */
async function cacheOf({ env }: Context, root: string): Promise<Cache | undefined> {
  const program = thisProgram();
  if (program === undefined) return undefined;
  const { openCache } = await import("@slipway/audit");
  return openCache({ folder: cacheFolder(env, "audit"), version: program }, root);
}

async function reportOf(
  context: Context,
  repository: Repository,
  { asked, fix: repair }: { readonly asked: ReportOptions; readonly fix: boolean },
): Promise<Report> {
  const { reportOf: reported, reportRepository } = await import("@slipway/audit");
  return repair ? reported(await fix(context, repository, asked), asked.partial) : reportRepository(repository, asked);
}

async function keepBaseline(context: Context, name: string, findings: Report["findings"]): Promise<number> {
  const { writeBaseline } = await import("@slipway/audit");
  await writeFile(resolve(context.cwd, name), writeBaseline(findings));
  context.stderr.write(`Wrote ${counted(findings.length, "finding")} into ${name}.\n`);
  return exitCode.done;
}

async function askedOf(
  context: Context,
  repository: Repository,
  { rule, baseline, changedSince, static: readOnly }: Options,
): Promise<ReportOptions> {
  const audit = await import("@slipway/audit");
  const file = baseline === undefined ? undefined : resolve(context.cwd, baseline);
  return {
    rules: audit.rulesNamed(audit.rules, rule),
    static: readOnly,
    partial: rule.length > 0 || changedSince !== undefined,
    today: new Date(context.now()).toISOString().slice(0, 10),
    ...(file === undefined ? {} : { baseline: audit.readBaseline(diskFiles.read(file) ?? "", baseline ?? "") }),
    ...(changedSince === undefined ? {} : audit.changeSince(repository, changedSince)),
  };
}

async function fix(context: Context, repository: Repository, asked: AuditOptions): Promise<Audit> {
  const { fixRepository, writeFile: replaceFile } = await import("@slipway/audit");
  const { changes, fixed, audit } = await fixRepository(repository, asked);
  for (const { file, after } of changes) replaceFile(join(repository.root, file), after);
  const files = counted(changes.length, "file");
  context.stderr.write(
    fixed.length === 0 ? "Nothing to repair safely.\n" : `Repaired ${counted(fixed.length, "finding")} in ${files}.\n`,
  );
  return audit;
}

async function showFixes(context: Context, repository: Repository, asked: AuditOptions): Promise<number> {
  const { fixRepository, unifiedDiff } = await import("@slipway/audit");
  const { changes, fixed } = await fixRepository(repository, asked);
  context.stdout.write(changes.map(unifiedDiff).join(""));
  const files = counted(changes.length, "file");
  context.stderr.write(
    fixed.length === 0
      ? "Nothing to repair safely.\n"
      : `Would repair ${counted(fixed.length, "finding")} in ${files}.\n`,
  );
  return exitCode.done;
}
