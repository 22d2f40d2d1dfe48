import { defineCommand } from "../../command.ts";
import { choice, flag, text, texts } from "../../option.ts";

export const auditOptions = {
  format: choice(["text", "json", "sarif", "markdown", "html", "junit"], "Text for people, or a format for programs"),
  gate: flag("Fail when one of the gates fails, whatever the severity of its findings"),
  fix: flag("Repair what can be repaired safely; with --dry-run show the changes as a diff"),
  writeDocs: flag(
    "Write the variables, the scenarios and the commands into marked blocks of the documents; with --dry-run show a diff",
  ),
  rule: texts("ID", "Ask only this rule; repeat for several"),
  baseline: text("FILE", "Leave out the findings that this file lists", { completes: "files" }),
  writeBaseline: text("FILE", "Write the findings into a file for --baseline, and end with 0", { completes: "files" }),
  static: flag("Only read: apply no migrations to an embedded database"),
  watch: flag("Stay, and tell which findings are new and which are gone whenever files change", { short: "w" }),
  noCache: flag("Neither use nor keep what earlier audits of the same files found out"),
  changedSince: text("REVISION", "Only findings in files that differ from a commit, branch or tag"),
};

export const auditCommand = defineCommand({
  name: "audit",
  group: "Before it runs",
  summary: "Tell what is wrong with the runtime configuration of a repository",
  description:
    "Reads Compose files and the stacks they form, Dockerfiles, env files, scripts, workflows and documents of the folder, and tells what is broken, dangerous, dead or undocumented, with its place and what to do. Code is not run, and nothing is sent anywhere; migrations in SQL are applied to an embedded PostgreSQL or SQLite, in memory and in a process of its own that reaches neither files nor the network (not with --static). `slipway.audit.yaml` at the root sets severities and exceptions.\n\nExit code 1 when there is an error; with --gate also when one of the 13 gates fails; else 0.",
  args: [
    {
      name: "path",
      summary: "The folder of the repository; the one you stand in when left out",
      completes: "directories",
    },
  ],
  options: auditOptions,
  examples: [
    ["slipway audit", "the repository you stand in"],
    ["slipway audit --fix --dry-run", "see what would be repaired"],
    ["slipway audit --write-docs", "keep the tables of README.md and docs/ current"],
    ["slipway audit --gate --format sarif ../shop", "another one, in CI"],
    ["slipway audit --changed-since origin/main", "before a commit"],
    ["slipway audit --watch", "while you work on it"],
  ],
  run: () => import("./run.ts"),
});
