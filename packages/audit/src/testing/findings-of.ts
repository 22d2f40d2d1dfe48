import { auditRepository } from "../audit.ts";
import type { Example, Rule } from "../rules/rule.ts";
import { memoryRepository } from "./memory-repository.ts";

/** What a rule finds in a small repository, as `file:line message`. */
export async function findingsOf(rule: Rule, files: Example): Promise<readonly string[]> {
  const { findings } = await auditRepository(memoryRepository(files), { rules: [rule], today: "2026-11-21" });
  return findings.map(({ file, line, message }) => `${file}:${line} ${message}`);
}
