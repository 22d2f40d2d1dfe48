import { type Audit, type AuditOptions, auditRepository } from "../audit.ts";
import type { Finding } from "../finding.ts";
import type { Repository } from "../repository/repository.ts";
import { applySafe } from "./apply-edits.ts";

/** What safe fixes make of a repository. Nothing is written yet. */
export interface FixedRepository {
  /** The files that change, with their texts before and after. */
  readonly changes: readonly FileChange[];
  readonly fixed: readonly Finding[];
  /** The audit of what the repository then is. */
  readonly audit: Audit;
}

export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A fix may uncover a finding with a fix of its own; more rounds than this only a fault of a rule needs. */
const mostRounds = 5;

/**
 * Applies safe fixes until none is left, so that fixing twice changes nothing. A round after which a stack does not load that
 * did before is taken back: then the rest is left as it is.
 */
export async function fixRepository(repository: Repository, options: AuditOptions): Promise<FixedRepository> {
  const texts = new Map<string, string>();
  const overlaid = (): Repository => ({
    ...repository,
    paths: [...new Set([...repository.paths, ...texts.keys()])].sort(),
    read: (path) => texts.get(path) ?? repository.read(path),
    hash: (path) => texts.get(path) ?? repository.hash(path),
  });
  const fixed: Finding[] = [];
  let audit = await auditRepository(overlaid(), options);
  for (let round = 0; round < mostRounds; round++) {
    const step = applySafe(audit.findings, audit.inventory.text);
    if (step.findings.length === 0) break;
    const before = new Map([...step.texts.keys()].map((file) => [file, texts.get(file)] as const));
    for (const [file, text] of step.texts) texts.set(file, text);
    const next = await auditRepository(overlaid(), options);
    if (broken(audit, next)) {
      for (const [file, text] of before) {
        if (text === undefined) texts.delete(file);
        else texts.set(file, text);
      }
      break;
    }
    fixed.push(...step.findings);
    audit = next;
  }
  const changes = [...texts].flatMap(([file, after]) => {
    const before = repository.read(file) ?? "";
    return before === after ? [] : { file, before, after };
  });
  return { changes, fixed, audit };
}

/** True when a set of files that loaded does not load any more. */
function broken(before: Audit, after: Audit): boolean {
  const loads = new Set(after.inventory.stacks.filter(({ project }) => project).map(({ files }) => files.join("\0")));
  return before.inventory.stacks.some(({ project, files }) => project !== undefined && !loads.has(files.join("\0")));
}
