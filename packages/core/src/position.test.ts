import { expect, test } from "bun:test";
import { formatPosition, SourceText } from "./position.ts";

const source = new SourceText("compose.yaml", "name: demo\r\nservices:\n  web: x\n");

test("an offset becomes a line and a column from 1, with the line itself", () => {
  const offset = source.text.indexOf("web");
  const at = source.position(offset, offset + 3);
  expect(at).toEqual({ file: "compose.yaml", line: 3, column: 3, endColumn: 6, text: "  web: x" });
  expect(formatPosition(at)).toBe("compose.yaml:3:3");
});

test("a span over several lines ends with its first line; a CR is no part of it", () => {
  expect(source.position(0, source.text.length)).toMatchObject({
    line: 1,
    column: 1,
    endColumn: 11,
    text: "name: demo",
  });
});

test("the end of the text and what lies behind it are places too", () => {
  expect(source.position(9999)).toMatchObject({ line: 4, column: 1 });
});

test("a text that may hold secrets is not quoted", () => {
  expect("text" in new SourceText(".env", "PASSWORD=x", false).position(0)).toBe(false);
});
