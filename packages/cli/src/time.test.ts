import { expect, test } from "bun:test";
import { toEngineTime } from "./time.ts";

const now = Date.parse("2026-01-31T12:00:00Z");

test.each([
  ["10m", { since: `${String(now / 1000 - 600)}.000` }],
  ["1700000000.5", { since: "1700000000.5" }],
  ["2026-01-31T11:00:00Z", { since: "2026-01-31T11:00:00Z" }],
  ["2026-01-31", { since: `${String(Date.parse("2026-01-31") / 1000)}.000` }],
  [undefined, {}],
])("--since %s asks the engine for %j", (text, asked) => {
  expect(toEngineTime("--since", text, now)).toEqual(asked);
});

test("a time that is none is refused with an example", () => {
  expect(() => toEngineTime("--until", "yesterday", now)).toThrow(
    '--until cannot be "yesterday": expected a time such as 2026-01-31T12:00:00Z, or a duration such as 10m',
  );
});
