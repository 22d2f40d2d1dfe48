import { expect, test } from "bun:test";
import { splitStatements } from "./split-statements.ts";

const texts = (sql: string): readonly string[] => splitStatements(sql).map(({ text }) => text);

test("statements are cut at semicolons outside of strings, comments and dollar quotes", () => {
  const body = "create function f() returns trigger as $x$ begin a; b; end $x$ language plpgsql";
  expect(texts(`-- a;\nselect 'x;''y', "a;b", E'\\';'; /* ; /* ; */ ; */ ${body};\n\n;select 1`)).toEqual([
    `select 'x;''y', "a;b", E'\\';'`,
    body,
    "select 1",
  ]);
});

test("the body of a trigger stays in one piece, also with CASE in it", () => {
  const trigger =
    "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; DELETE FROM c; END";
  expect(texts(`${trigger};\nBEGIN; SELECT 1; COMMIT;`)).toEqual([trigger, "BEGIN", "SELECT 1", "COMMIT"]);
});

test("what pg_dump writes for psql is left out: commands and data", () => {
  expect(texts("\\connect app\nCREATE TABLE a (b int);\nCOPY a (b) FROM stdin;\n1\n;\n\\.\nSELECT 2;\n")).toEqual([
    "CREATE TABLE a (b int)",
    "COPY a (b) FROM stdin",
    "SELECT 2",
  ]);
});

test("a statement knows its offset, and has a copy that can be searched", () => {
  const sql = "  -- drop table a\n  insert into b values ('drop table c');";
  const [only] = splitStatements(sql);
  expect([only?.start, only?.bare.includes("drop"), only?.bare.length]).toEqual([20, false, only?.text.length]);
});
