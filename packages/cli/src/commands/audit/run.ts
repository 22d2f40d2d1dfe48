import { join, resolve } from "node:path";
import type { Audit, AuditOptions, Repository } from "@slipway/audit";
import { diskFiles, exitCode } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { styleFor } from "../../output/style.ts";
import type { auditOptions } from "./command.ts";

type Options = Input<typeof auditOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof auditOptions>): Promise<number> {
  const { auditRepository, openRepository, render, reportOf, writeBaseline } = await import("@slipway/audit");
  const repository = openRepository(resolve(context.cwd, args[0] ?? "."));
  const asked = await askedOf(context, repository.root, options);
  if (options.fix && globals.dryRun) return showFixes(context, repository, asked);
  const audit = options.fix ? await fix(context, repository, asked) : await auditRepository(repository, asked);
  if (options.writeBaseline !== undefined) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(resolve(context.cwd, options.writeBaseline), writeBaseline(audit.findings));
    context.stderr.write(`Wrote ${counted(audit.findings.length, "finding")} into ${options.writeBaseline}.\n`);
    return exitCode.done;
  }
  const report = reportOf(audit);
  context.stdout.write(render(report, options.format ?? "text", styleFor(context, context.stdout, globals)));
  const failed =
    report.findings.some(({ severity }) => severity === "error") ||
    (options.gate && report.gates.some(({ state }) => state === "fail"));
  return failed ? exitCode.failed : exitCode.done;
}

async function askedOf(
  context: Context,
  root: string,
  { rule, baseline, changedSince, static: readOnly }: Options,
): Promise<AuditOptions> {
  const audit = await import("@slipway/audit");
  const file = baseline === undefined ? undefined : resolve(context.cwd, baseline);
  return {
    rules: audit.rulesNamed(audit.rules, rule),
    static: readOnly,
    today: new Date(context.now()).toISOString().slice(0, 10),
    ...(file === undefined ? {} : { baseline: audit.readBaseline(diskFiles.read(file) ?? "", baseline ?? "") }),
    ...(changedSince === undefined ? {} : { changed: audit.changedSince(root, changedSince) }),
  };
}

async function fix(context: Context, repository: Repository, asked: AuditOptions): Promise<Audit> {
  const { fixRepository, writeFile } = await import("@slipway/audit");
  const { changes, fixed, audit } = await fixRepository(repository, asked);
  for (const { file, after } of changes) writeFile(join(repository.root, file), after);
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

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
