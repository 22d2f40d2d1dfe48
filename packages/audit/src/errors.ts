import { defineErrors } from "@slipway/core";

/** What keeps an audit from being made: code, wording, cure. docs/errors/audit.md has a section for each code. */
export const auditErrors = defineErrors("AuditError", {
  AUDIT_NO_FOLDER: {
    message: (p: { path: string }) => `there is no folder ${p.path}`,
    hint: "name the folder of a repository, or leave it out for the one you stand in",
    exitCode: 2,
  },
  AUDIT_UNKNOWN_RULE: {
    message: (p: { rule: string; near?: string | undefined }) => `there is no rule ${p.rule}`,
    hint: (p) => (p.near ? `did you mean ${p.near}?` : "docs/audit-rules.md lists the rules"),
    exitCode: 2,
  },
  AUDIT_SYNTAX: {
    message: (p: { reason: string }) => `not valid YAML: ${p.reason}`,
  },
  AUDIT_CONFIG_WRONG: {
    message: (p: { problem: string; hint?: string | undefined }) => p.problem,
    hint: (p) => p.hint,
  },
  AUDIT_CONFIG_INVALID: {
    message: (p: { count: number }) => `slipway.audit.yaml has ${p.count === 1 ? "a mistake" : `${p.count} mistakes`}`,
    hint: "docs/audit.md tells what can stand in it",
    exitCode: 2,
  },
  AUDIT_BASELINE_UNREADABLE: {
    message: (p: { path: string }) => `${p.path} is no baseline`,
    hint: "make one with --write-baseline",
    exitCode: 2,
  },
  AUDIT_BLOCK_OPEN: {
    message: (p: { name: string; end: string }) => `the block ${p.name} has no end`,
    hint: (p) => `write ${p.end} where it ends`,
  },
  AUDIT_NO_REVISION: {
    message: (p: { revision: string; reason: string }) =>
      `git does not tell what changed since ${p.revision}: ${p.reason}`,
    hint: "name a commit, branch or tag that this clone has",
    exitCode: 2,
  },
});
