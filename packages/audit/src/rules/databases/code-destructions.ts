import { withoutComments } from "../../inventory/variables/strip-comments.ts";
import { type Destruction, destructions } from "./destructions.ts";

type Call = readonly [pattern: RegExp, what: (names: readonly string[]) => string];

const word = String.raw`[:"'\x60]?(\w+)["'\x60]?`;
const call = (name: string, count: number): RegExp =>
  new RegExp(
    String.raw`\b(?:${name})\s*\(?\s*(?:\w+\s*=\s*)?${Array.from({ length: count }, () => word).join(String.raw`\s*,\s*(?:\w+\s*=\s*)?`)}`,
    "g",
  );

/** What takes data away, in the migrations of Rails, Alembic, Django, Knex, Kysely, Sequelize and TypeORM. */
const calls: readonly Call[] = [
  [
    call("drop_table|dropTable|dropTableIfExists|DeleteModel", 1),
    ([table]) => `drops the table ${table} with all its rows`,
  ],
  [
    call("remove_columns?|drop_column|removeColumn|RemoveField", 2),
    ([table, column]) => `drops the column ${table}.${column}`,
  ],
  [/\.dropColumns?\(\s*["'`](\w+)["'`]\s*\)/g, ([column]) => `drops the column ${column}`],
  [
    /\.dropColumn\(\s*["'`](\w+)["'`]\s*,\s*["'`](\w+)["'`]/g,
    ([table, column]) => `drops the column ${table}.${column}`,
  ],
  [
    call("rename_table|renameTable|RenameModel", 2),
    ([table, to]) => `renames the table ${table} to ${to}, which what still runs does not know`,
  ],
  [
    call("rename_column|renameColumn|RenameField", 3),
    ([table, column, to]) => `renames the column ${table}.${column} to ${to}, which what still runs does not know`,
  ],
];

const sql = /\b(?:execute|RunSQL|raw|query)\s*\(?\s*(?:text\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`)/g;

/** What the forward part of a migration in code destroys or breaks. What the file itself made does not count. */
export function codeDestructions(path: string, text: string): readonly Destruction[] {
  const code = withoutComments(text, /\.(?:py|rb)$/.test(path) ? "hash" : "slashes");
  const begin = Math.max(
    0,
    code.search(/\bdef (?:up|change|upgrade)\b|\bup\b\s*(?:[(:=]|\?)|\bfunction up\b|exports\.up\b|\boperations\s*=/),
  );
  const rest = code.slice(begin);
  const end = rest.search(/\bdef down(?:grade)?\b|\b(?:async\s+)?(?:down\b\s*[(:=]|function down\b)|exports\.down\b/);
  const body = end === -1 ? rest : rest.slice(0, end);
  const made = new Set(
    [...body.matchAll(/\b(?:create_table|createTable|CreateModel)\s*\(?\s*(?:name\s*=\s*)?[:"'`]?(\w+)/g)].map(
      ([, name]) => name,
    ),
  );
  const found: Destruction[] = [];
  for (const [pattern, what] of calls) {
    for (const match of body.matchAll(pattern)) {
      const names = match.slice(1).map((name) => name ?? "");
      if (!made.has(names[0])) found.push({ start: begin + match.index, what: what(names) });
    }
  }
  for (const match of body.matchAll(sql)) {
    const statement = match[1] ?? match[2] ?? match[3] ?? "";
    const offset = begin + match.index + match[0].lastIndexOf(statement);
    for (const { start, what } of destructions(statement)) found.push({ start: offset + start, what });
  }
  return found.toSorted((a, b) => a.start - b.start);
}
