import { defineCommand } from "../../../command.ts";
import { text } from "../../../option.ts";

export const databaseRestoreOptions = {
  data: text("DIR", "Where the database goes; SLIPWAY_DATA, ./.slipway or the user's state without it", {
    completes: "directories",
  }),
};

export const databaseRestoreCommand = defineCommand({
  name: "database restore",
  group: "Jobs",
  summary: "Put a backup into an empty database, before the control plane starts",
  description:
    "A database that holds anything is left as it is, and told. With DATABASE_URL (or DATABASE_URL_FILE) the backup is one of PostgreSQL, and `pg_restore` must be installed. What ran when the backup was made is found again by the workers, or begun anew.",
  args: [{ name: "file", summary: "A file of `slipway database backup`", required: true, completes: "files" }],
  options: databaseRestoreOptions,
  examples: [["slipway database restore jobs-2026-11-21.backup", "then `slipway serve`"]],
  run: () => import("./run.ts"),
});
