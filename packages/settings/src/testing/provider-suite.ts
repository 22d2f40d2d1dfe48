import { describe, expect, test } from "bun:test";
import { inspect } from "node:util";
import { Secret } from "@slipway/core";
import { type Reading, textOf } from "../cascade/reading.ts";
import type { Setting } from "../contract/contract.ts";
import type { Provider } from "../providers/provider.ts";
import { contractOf } from "./contract.ts";

/** A source that was filled for a test. */
export interface FilledSource extends AsyncDisposable {
  readonly provider: Provider;
  /** Makes the source unable to answer: unreadable, closed, damaged. Undefined for one that cannot fail. */
  readonly damage?: () => Promise<void>;
}

/** Texts that readers of configuration get wrong. */
const difficult: Readonly<Record<string, string>> = {
  PLAIN: "plain-value-1",
  SPACES: "  two words  ",
  QUOTES: `it's "quoted"`,
  DOLLAR: "$HOME ${HOME} $$ \\$",
  HASH: "a #b=c",
  LINES: "first\nsecond\n\tthird",
  BACKSLASH: "C:\\new\\table\\",
  UNICODE: "größe ✓ 😀",
  YAML: "yes: [1, {2: 3}]",
  LONG: "0123456789".repeat(500),
  NUMBER: "010",
};

/**
 * What every provider must hold to, whatever stands behind it. `fill` makes a source that holds these values under these keys.
 */
export async function providerSuite(
  name: string,
  fill: (values: Readonly<Record<string, string>>) => Promise<FilledSource>,
): Promise<void> {
  const keys = [...Object.keys(difficult), "ABSENT", "constructor", "toString", "__proto__"];
  const contract = await contractOf(
    `settings:\n${keys.map((key) => `  ${key}: { secret: true, vault: { path: suite/all } }\n`).join("")}`,
  );
  const wanted = (only: readonly string[]): Setting[] => only.flatMap((key) => contract.settings.get(key) ?? []);
  const values = ({ found }: Reading): Record<string, string> =>
    Object.fromEntries(found.map(({ key, value }) => [key, textOf(value)]));

  describe(`provider: ${name}`, () => {
    test("every value comes out as it went in", async () => {
      await using source = await fill(difficult);
      const reading = await source.provider.read(wanted(Object.keys(difficult)));
      expect(reading.failed).toEqual([]);
      expect(values(reading)).toEqual({ ...difficult });
    });

    test("it answers for what it is asked and for nothing else", async () => {
      await using source = await fill(difficult);
      const { found } = await source.provider.read(wanted(["PLAIN", "HASH"]));
      expect(found.map(({ key }) => key).sort()).toEqual(["HASH", "PLAIN"]);
      expect((await source.provider.read([])).found).toEqual([]);
    });

    test("what it does not have is neither found nor failed", async () => {
      await using source = await fill(difficult);
      const reading = await source.provider.read(wanted(["ABSENT", "constructor", "toString", "__proto__"]));
      expect([reading.found, reading.failed]).toEqual([[], []]);
    });

    test("every value has a place that people understand", async () => {
      await using source = await fill(difficult);
      const reading = await source.provider.read(wanted(Object.keys(difficult)));
      expect(reading.source).toBe(source.provider.source);
      for (const { from } of reading.found) expect(from).not.toBe("");
    });

    test("secrets are wrapped and do not print", async () => {
      await using source = await fill(difficult);
      const reading = await source.provider.read(wanted(["PLAIN", "UNICODE"]));
      expect(reading.found.every(({ value }) => value instanceof Secret)).toBe(true);
      const printed = inspect(reading, { depth: 9 }) + JSON.stringify(reading);
      expect(printed).not.toContain("plain-value-1");
      expect(printed).not.toContain("größe");
    });

    test("asked twice it says the same", async () => {
      await using source = await fill(difficult);
      const [one, other] = [
        await source.provider.read(wanted(["PLAIN"])),
        await source.provider.read(wanted(["PLAIN"])),
      ];
      expect(values(other)).toEqual(values(one));
    });

    test("a source that cannot answer says so, without a secret, and gives nothing", async () => {
      await using source = await fill(difficult);
      if (source.damage === undefined) {
        expect(source.provider.source).toBe("environment");
        return;
      }
      await source.damage();
      const reading = await source.provider.read(wanted(["PLAIN", "HASH"]));
      expect(reading.found).toEqual([]);
      const told = [...reading.failed, ...(reading.diagnostics ?? []).filter(({ severity }) => severity === "error")];
      expect(told.length).toBeGreaterThan(0);
      expect(JSON.stringify(told)).not.toContain("plain-value-1");
    });

    test("a reading that is called off ends, with all it was asked for or a failure", async () => {
      await using source = await fill(difficult);
      const reading = await source.provider.read(wanted(["PLAIN"]), AbortSignal.abort());
      expect(reading.found.length + reading.failed.length).toBe(1);
    });
  });
}
