import type { Found } from "../../finding.ts";
import type { Inventory } from "../inventory.ts";
import { nameOf } from "../paths.ts";
import type { MigrationSet } from "./migration.ts";

/** Where a tool's journal and the files beside it disagree. */
export function* journalFaults(set: MigrationSet, { has }: Inventory): Iterable<Found> {
  const { journal, migrations, folder } = set;
  if (journal === undefined) return;
  const names = new Set(journal.entries.map(({ name }) => name));
  const listed = { file: journal.path, line: 1, column: 1 };
  for (const { name, at } of journal.entries) {
    if (!has(`${folder}/${name}.sql`) && !has(`${folder}/${name}/migration.sql`))
      yield { at, message: `${journal.path} names the migration ${name}, but there is no ${folder}/${name}.sql` };
  }
  const unlisted = [...migrations.map(({ path }) => path), ...set.strays].filter(
    (path) => !names.has(nameOf(path).replace(/\.sql$/, "")),
  );
  for (const path of unlisted) {
    yield {
      at: { file: path, line: 1, column: 1 },
      message: `${nameOf(path)} is not in ${journal.path}, so it is never applied`,
      evidence: [{ ...listed, text: `lists ${journal.entries.length} migrations` }],
    };
  }
  for (const [index, entry] of journal.entries.entries()) {
    const before = journal.entries[index - 1];
    if (before === undefined) continue;
    if (entry.when !== undefined && before.when !== undefined && entry.when < before.when) {
      yield {
        at: entry.at,
        message: `${entry.name} is older than ${before.name}, which stands before it: a database that has ${before.name} never gets it`,
        evidence: [{ ...before.at, text: `"when": ${before.when}` }],
        fix: "Make the migration anew, so that its time is behind the one before it",
      };
    }
    if (entry.index !== undefined && before.index !== undefined && entry.index !== before.index + 1) {
      const what = entry.index <= before.index ? "is not above" : "leaves a gap behind";
      yield {
        at: entry.at,
        message: `the index ${entry.index} of ${entry.name} ${what} the ${before.index} of ${before.name}`,
        evidence: [{ ...before.at, text: `"idx": ${before.index}` }],
      };
    }
  }
}
