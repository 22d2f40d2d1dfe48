import type { SqlPart } from "./migration.ts";

const literal =
  /(?:\bsql|\.(?:raw|query|execute|exec|unsafe|executeSql|execRaw))\s*(?:<[^>()]*>)?\s*\(?\s*(?:sql\s*)?(`[^`]*`|"[^"\n]*"|'[^'\n]*')/g;
const builders =
  /\bschema\b\s*\.|\.schema\b|\bcreateTable\b|\baddColumn\b|\.table\(|\bqueryInterface\.(?!sequelize)|\baddIndex\b|\bselectFrom\b|\binsertInto\b|\bupdateTable\b|\bfor\s*\(|\bif\s*\(/;

/**
 * The SQL that the `up` of a migration in TypeScript or JavaScript gives out, when all of it stands there as literals: then it can be
 * applied without running the code. Undefined when a query builder, a condition or a computed text is among it. `code` is the file
 * without comments, `text` the file.
 */
export function codeSql(path: string, code: string, text: string): readonly SqlPart[] | undefined {
  const start = code.search(/\bup\b\s*(?:[(:=]|\?)|\bfunction up\b|exports\.up\b/);
  const rest = code.slice(Math.max(0, start));
  const end = rest.search(/\b(?:async\s+)?(?:down\b\s*[(:=]|function down\b)|exports\.down\b/);
  const body = end === -1 ? rest : rest.slice(0, end);
  if (builders.test(body)) return undefined;
  const parts: SqlPart[] = [];
  for (const match of body.matchAll(literal)) {
    const quoted = match[1] ?? "";
    const inner = quoted.slice(1, -1);
    if (inner.includes("${") || inner.includes("\\")) return undefined;
    const offset = start + match.index + match[0].lastIndexOf(quoted) + 1;
    parts.push({ path, start: offset, text: text.slice(offset, offset + inner.length) });
  }
  return parts.length === 0 ? undefined : parts;
}
