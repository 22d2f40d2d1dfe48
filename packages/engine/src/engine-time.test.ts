import { expect, test } from "bun:test";
import { toUnixTime } from "./engine-time.ts";

test.each([
  ["1764000000", "1764000000"],
  ["1764000000.5", "1764000000.5"],
  ["1970-01-01T00:00:01Z", "1.000000000"],
  ["2026-11-21T00:32:32.648739145Z", "1795221152.648739145"],
  ["2026-11-21T01:32:32.5+01:00", "1795221152.500000000"],
])("the engine is asked for %p as %p", (time, sent) => {
  expect(toUnixTime(time)).toBe(sent);
});
