import type { SqlPart } from "./migration.ts";

/** A file as one part; none when it cannot be read. */
export function wholeFile(path: string, { text }: { text(path: string): string | undefined }): readonly SqlPart[] {
  const content = text(path);
  return content === undefined ? [] : [{ path, start: 0, text: content }];
}

const marker = /^--[ \t]*(?:\+goose[ \t]+(Up|Down)|\+migrate[ \t]+(Up|Down)|migrate:(up|down))\b.*$/gim;

/** The two halves of a file with markers of goose, sql-migrate or dbmate; undefined when it has none. */
export function markedParts(
  path: string,
  text: string,
): { readonly up: readonly SqlPart[]; readonly down: readonly SqlPart[] } | undefined {
  const marks = [...text.matchAll(marker)];
  if (marks.length === 0) return undefined;
  const up: SqlPart[] = [];
  const down: SqlPart[] = [];
  for (const [index, mark] of marks.entries()) {
    const start = mark.index + mark[0].length;
    const part = { path, start, text: text.slice(start, marks[index + 1]?.index ?? text.length) };
    const side = /^up$/i.test(mark[1] ?? mark[2] ?? mark[3] ?? "") ? up : down;
    side.push(part);
  }
  return { up, down };
}

/** The tool whose markers a text has. */
export function markedBy(text: string): "goose" | "sql-migrate" | "dbmate" | undefined {
  if (/^--[ \t]*\+goose\b/im.test(text)) return "goose";
  if (/^--[ \t]*\+migrate\b/im.test(text)) return "sql-migrate";
  return /^--[ \t]*migrate:(?:up|down)\b/im.test(text) ? "dbmate" : undefined;
}
