import { expect, test } from "bun:test";
import { coerce, type SettingValue, type ValueRule } from "./coerce.ts";

const rule = (type: ValueRule["type"], more: Partial<ValueRule> = {}): ValueRule => ({
  type,
  values: ["a", "b"],
  items: "string",
  separator: ",",
  ...more,
});

const good: readonly [text: string, rule: ValueRule, value: SettingValue][] = [
  ["yes", rule("string"), "yes"],
  ["a,b", rule("string"), "a,b"],
  ["010", rule("string"), "010"],
  ["010", rule("int"), 10],
  ["-3", rule("int"), -3],
  ["1.5e3", rule("number"), 1500],
  ["YES", rule("bool"), true],
  ["0", rule("bool"), false],
  ["postgres://u:p@h/d", rule("url"), "postgres://u:p@h/d"],
  ["443", rule("port"), 443],
  ["1m30s", rule("duration"), 90_000],
  ["64m", rule("bytes"), 67_108_864],
  ["b", rule("enum"), "b"],
  ["", rule("list"), []],
  ["x, y", rule("list"), ["x", "y"]],
  ["1;2", rule("list", { items: "int", separator: ";" }), [1, 2]],
  ['{"a":[1]}', rule("json"), { a: [1] }],
  ["abc", rule("string", { pattern: "[a-c]+", min: 3, max: 3 }), "abc"],
];
for (const [text, of, value] of good) {
  test(`${JSON.stringify(text)} as ${of.type} is ${JSON.stringify(value)}`, () => {
    expect(coerce(text, of)).toEqual({ value });
  });
}

const bad: readonly [text: string, rule: ValueRule, problem: string][] = [
  ["1.0", rule("int"), "is no whole number"],
  ["9007199254740993", rule("int"), "is too large to be held exactly"],
  ["1,5", rule("number"), "is no number"],
  ["Infinity", rule("number"), "is no number"],
  ["maybe", rule("bool"), "is neither true nor false"],
  ["localhost:80/x y", rule("url"), "is no URL"],
  ["example.com", rule("url"), "is no URL"],
  ["0", rule("port"), "is no port"],
  ["30", rule("duration"), "is no span of time"],
  ["big", rule("bytes"), "is no size"],
  ["c", rule("enum"), "is none of a, b"],
  ["1,x", rule("list", { items: "int" }), "has an item 2 that is no whole number"],
  ["{", rule("json"), "is no JSON"],
  ["abcd", rule("string", { pattern: "[a-c]+" }), "does not match [a-c]+"],
  ["ab", rule("string", { min: 8 }), "is less than 8 characters"],
  ["11", rule("int", { max: 10 }), "is more than 10"],
];
for (const [text, of, problem] of bad) {
  test(`${JSON.stringify(text)} as ${of.type} ${problem}`, () => {
    expect(coerce(text, of)).toEqual({ problem });
  });
}
