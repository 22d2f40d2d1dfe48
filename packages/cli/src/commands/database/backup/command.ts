import { defineCommand } from "../../../command.ts";
import { text } from "../../../option.ts";

export const databaseBackupOptions = {
  data: text("DIR", "Where the database is kept; SLIPWAY_DATA, ./.slipway or the user's state without it", {
    completes: "directories",
  }),
};

export const databaseBackupCommand = defineCommand({
  name: "database backup",
  group: "Jobs",
  summary: "Write all that the control plane keeps into one file, while it runs",
  description:
    "Jobs, output, artefacts and the audit trail are in it, the values of secrets are not. With DATABASE_URL (or DATABASE_URL_FILE) it is an archive of `pg_dump`, which must be installed; else a SQLite file. A file that is there is not written over.",
  args: [{ name: "file", summary: "The new file", required: true, completes: "files" }],
  options: databaseBackupOptions,
  examples: [["slipway database backup jobs-$(date +%F).backup", "for instance every night"]],
  run: () => import("./run.ts"),
});
