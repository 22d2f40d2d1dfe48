import { defineRule } from "../rule.ts";

const table = "CREATE TABLE users (id int PRIMARY KEY);\n";

export const db311 = defineRule({
  id: "DB311",
  why: "A migration that nobody applies by a command of the repository is applied by hand, on one database, by the one who remembers.",
  bad: { "migrations/001_users.sql": table, "package.json": '{ "scripts": { "dev": "vite" } }\n' },
  good: {
    "migrations/001_users.sql": table,
    "package.json": '{ "scripts": { "dev": "vite", "migrate": "dbmate up" } }\n',
  },
  fix: "Add a script that applies them, and let the start of the program, a job of the stack or the release run it",
  *check({ migrations, appliers }) {
    for (const { system, folder, migrations: own } of migrations) {
      const first = own[0];
      if (first === undefined) continue;
      // A generic name may be any tool's, and plain files any tool's, too.
      if (
        appliers.some(
          (one) =>
            (one.folder === undefined || one.folder === folder) &&
            (one.system === "any" || one.system === system || system === "sql" || system === "code"),
        )
      )
        continue;
      const others = appliers
        .slice(0, 1)
        .map(({ at, text }) => ({ ...at, text: `applies those of another tool: ${text}` }));
      yield {
        at: { file: first.path, line: 1, column: 1 },
        message: `nothing applies the ${own.length} migrations of ${folder}: no script, workflow, image, stack or code does`,
        evidence: others,
      };
    }
  },
});
