import { redact } from "@slipway/core";
import { type AuditOptions, auditRepository } from "../audit.ts";
import { configName } from "../config/read-config.ts";
import { digest } from "../repository/cache/cache.ts";
import type { Repository } from "../repository/repository.ts";
import { type Report, reportOf } from "./report.ts";

/** What a report is asked. */
export interface ReportOptions extends AuditOptions {
  /** See {@link Report.partial}. */
  readonly partial?: boolean;
}

/**
 * The report of an audit of a repository; the one that is in its cache when nothing changed since: no file, no question. What an
 * audit could not find out this time, such as a trial that took too long, is not kept.
 */
export async function reportRepository(repository: Repository, options: ReportOptions): Promise<Report> {
  const { cache } = repository;
  const { partial = false, ...asked } = options;
  if (cache === undefined) return reportOf(await auditRepository(repository, asked), partial);
  const question = questionOf(options);
  const name = `report-${digest(question).slice(0, 16)}`;
  const key = digest(`${question}\n${stateOf(repository, options)}`);
  const kept = cache.read(name) as { readonly key: string; readonly report: Report } | undefined;
  if (kept?.key === key) {
    repository.keep();
    return kept.report;
  }
  const audit = await auditRepository(repository, asked);
  const report = reportOf(audit, partial);
  if (audit.inventory.complete) cache.write(name, { key, report: redacted(report) });
  audit.inventory.keep();
  repository.keep();
  return report;
}

/**
 * A report without the secrets that are known by now. They are also taken out of whatever is printed, but who takes a report from the
 * cache has not read the files that tell them.
 */
function redacted<Value>(value: Value): Value {
  if (typeof value === "string") return redact(value) as Value;
  if (Array.isArray(value)) return value.map(redacted) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, redacted(child)])) as Value;
}

/** What is asked, but for what changes from day to day. */
function questionOf({ rules, static: readOnly, baseline, changed, partial }: ReportOptions): string {
  return JSON.stringify([rules.map(({ id }) => id), readOnly, baseline === undefined, changed === undefined, partial]);
}

/** Everything that an audit may read, in one text. */
function stateOf(
  { root, paths, isTracked, hash, read }: Repository,
  { today, baseline, changed, before }: ReportOptions,
): string {
  const config = read(configName) ?? "";
  const day = config.includes("until") ? today : "";
  const rows = paths.map((path) => `${path}\0${isTracked(path)}\0${hash(path)}`);
  return [
    root,
    config,
    day,
    JSON.stringify([[...(baseline ?? [])], [...(changed ?? [])].map((path) => [path, before?.hash(path)])]),
    ...rows,
  ].join("\n");
}
