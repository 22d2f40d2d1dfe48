import { type SqlStatement, splitStatements } from "../../inventory/sql/split-statements.ts";

/** A statement that takes data away, or breaks what still reads it. */
export interface Destruction {
  readonly start: number;
  readonly what: string;
}

const name = String.raw`((?:["\`\[]?\w+["\`\]]?\.)?["\`\[]?\w+["\`\]]?)`;
const dropTable = new RegExp(String.raw`^DROP\s+(TABLE|SCHEMA|DATABASE)\s+(?:IF\s+EXISTS\s+)?${name}`, "i");
const truncate = new RegExp(String.raw`^TRUNCATE\s+(?:TABLE\s+)?(?:ONLY\s+)?${name}`, "i");
const deleteAll = new RegExp(String.raw`^DELETE\s+FROM\s+(?:ONLY\s+)?${name}\s*$`, "i");
const alter = new RegExp(String.raw`^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?${name}`, "i");
const dropColumn = new RegExp(String.raw`\bDROP\s+(?:COLUMN\s+)(?:IF\s+EXISTS\s+)?${name}`, "gi");
const renameColumn = new RegExp(String.raw`\bRENAME\s+(?:COLUMN\s+)?(?!TO\b|CONSTRAINT\b)${name}\s+TO\s+${name}`, "i");
const renameTable = new RegExp(String.raw`\bRENAME\s+TO\s+${name}`, "i");
const changeType = new RegExp(
  String.raw`\bALTER\s+(?:COLUMN\s+)?${name}\s+(?:SET\s+DATA\s+)?TYPE\s+(smallint|int2|integer|int4|int|real|date|varchar\s*\(\s*\d+\s*\)|char(?:acter)?(?:\s+varying)?\s*\(\s*\d+\s*\)|boolean|bool|uuid)(?!\w)`,
  "gi",
);

/** What in an SQL text destroys or breaks. Rebuilding a table (SQLite's way to alter one) and what the text itself made do not count. */
export function destructions(sql: string): readonly Destruction[] {
  if (!/\b(?:DROP|TRUNCATE|DELETE|RENAME|TYPE)\b/i.test(sql)) return [];
  const statements = splitStatements(sql);
  const made = new Set<string>();
  const renamedTo = new Set<string>();
  for (const { bare } of statements) {
    const create = /^CREATE\s+(?:\w+\s+)*?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w."`]+)/i.exec(bare);
    if (create) made.add(plain(create[1]));
    const table = alter.exec(bare)?.[1];
    const to = renameTable.exec(bare)?.[1];
    if (table && to && made.has(plain(table))) renamedTo.add(plain(to));
  }
  return statements.flatMap((statement) => {
    if (isExplained(statement, sql)) return [];
    return found(statement, made, renamedTo).map((what) => ({ start: statement.start, what }));
  });
}

function found({ bare }: SqlStatement, made: ReadonlySet<string>, renamedTo: ReadonlySet<string>): readonly string[] {
  const gone = dropTable.exec(bare);
  if (gone) {
    const table = plain(gone[2]);
    if (made.has(table) || renamedTo.has(table)) return [];
    return [`drops the ${(gone[1] ?? "").toLowerCase()} ${table} with all its rows`];
  }
  const emptied = truncate.exec(bare) ?? deleteAll.exec(bare);
  if (emptied) return made.has(plain(emptied[1])) ? [] : [`deletes every row of ${plain(emptied[1])}`];
  const altered = alter.exec(bare);
  if (!altered) return [];
  const table = plain(altered[1]);
  if (made.has(table)) return [];
  const rest = bare.slice(altered[0].length);
  const found = [...rest.matchAll(dropColumn)].map(([, column]) => `drops the column ${table}.${plain(column)}`);
  const columns = renameColumn.exec(rest);
  const to = renameTable.exec(rest);
  if (columns)
    found.push(
      `renames the column ${table}.${plain(columns[1])} to ${plain(columns[2])}, which what still runs does not know`,
    );
  else if (to) found.push(`renames the table ${table} to ${plain(to[1])}, which what still runs does not know`);
  for (const [, column, type = ""] of rest.matchAll(changeType))
    found.push(
      `makes the column ${table}.${plain(column)} a ${type.toLowerCase().replace(/\s+/g, "")}, into which not every value may fit`,
    );
  return found;
}

/** A comment right above, or in the same line, that says why: somebody has thought of it. */
function isExplained({ start, text }: SqlStatement, sql: string): boolean {
  const lines = sql.slice(0, start).trimEnd().split("\n");
  const above = lines.at(-1) ?? "";
  const end = sql.indexOf("\n", start + text.length);
  const behind = sql.slice(start + text.length, end === -1 ? sql.length : end);
  return [above, behind].some((line) =>
    /--.*\b(?:safe|unused|no longer|not used|never used|empty|intended|intentional|deprecated since|backfilled|copied|archived|expand|contract)\b/i.test(
      line,
    ),
  );
}

function plain(written = ""): string {
  return written
    .replace(/["`[\]]/g, "")
    .replace(/^public\./i, "")
    .toLowerCase();
}
