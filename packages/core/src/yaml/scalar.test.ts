import { expect, test } from "bun:test";
import { plainValue, taggedValue } from "./scalar.ts";

const cases: readonly [text: string, value: unknown][] = [
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["nUll", "nUll"],
  ["true", true],
  ["True", true],
  ["FALSE", false],
  ["yes", "yes"],
  ["no", "no"],
  ["on", "on"],
  ["off", "off"],
  ["y", "y"],
  ["n", "n"],
  ["0", 0],
  ["42", 42],
  ["-7", -7],
  ["+7", 7],
  ["010", 8],
  ["0o17", 15],
  ["0x1F", 31],
  ["0b101", 5],
  ["-0x10", -16],
  ["089", 89],
  ["1_000", 1000],
  ["_1", "_1"],
  ["22:22", "22:22"],
  ["1:30:00", "1:30:00"],
  ["1.5", 1.5],
  [".5", 0.5],
  ["1e3", 1000],
  ["1.", 1],
  ["-.5e-1", -0.05],
  [".inf", Number.POSITIVE_INFINITY],
  ["-.Inf", Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
  ["2001-12-14", "2001-12-14"],
  ["2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z"],
  ["123456789012345678", "123456789012345678"],
  ["0xFFFFFFFFFFFFFFFF", "18446744073709551615"],
  ["-", "-"],
  ["+", "+"],
  [".", "."],
  ["..", ".."],
  ["1.2.3", "1.2.3"],
  ["0x", "0x"],
  ["1a", "1a"],
  ["127.0.0.1", "127.0.0.1"],
];

for (const [text, value] of cases) {
  test(`row 44: a plain ${JSON.stringify(text)} is ${JSON.stringify(value)} as a ${typeof value}`, () => {
    expect(plainValue(text)).toBe(value as string);
  });
}

test("a standard tag decides the type", () => {
  expect(taggedValue("!!str", "010")).toBe("010");
  expect(taggedValue("!!int", "0x10")).toBe(16);
  expect(taggedValue("!!float", "1.5")).toBe(1.5);
  expect(taggedValue("!!bool", "true")).toBe(true);
  expect(taggedValue("!!null", "~")).toBeNull();
  expect(taggedValue("!!binary", "aGV sbG8=")).toBe("hello");
});

test("a value that does not fit its standard tag has none", () => {
  expect(taggedValue("!!int", "x")).toBeUndefined();
  expect(taggedValue("!!bool", "yes")).toBeUndefined();
});
