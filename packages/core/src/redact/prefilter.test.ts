import { expect, test } from "bun:test";
import fc from "fast-check";
import { createPrefilter } from "./prefilter.ts";

test("a pattern is never overlooked, wherever it stands, and never seen where it does not", () => {
  const word = fc.string({ minLength: 4, maxLength: 12, unit: fc.constantFrom("a", "b", "ü", "\u{1f511}") });
  const text = fc.string({ maxLength: 60, unit: fc.constantFrom("a", "b", "ü", "\u{1f511}") });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), text, text, (patterns, before, after) => {
      const holds = createPrefilter(patterns);
      for (const pattern of patterns) expect(holds(before + pattern + after)).toBe(true);
      expect(holds(before)).toBe(patterns.some((pattern) => before.includes(pattern)));
    }),
  );
});
