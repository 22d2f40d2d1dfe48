import { defineErrors } from "@slipway/core";

/** What keeps an audit from being made: code, wording, cure. docs/errors/audit.md has a section for each code. */
export const auditErrors = defineErrors("AuditError", {
  AUDIT_NO_FOLDER: {
    message: (p: { path: string }) => `there is no folder ${p.path}`,
    hint: "name the folder of a repository, or leave it out for the one you stand in",
    exitCode: 2,
  },
});
