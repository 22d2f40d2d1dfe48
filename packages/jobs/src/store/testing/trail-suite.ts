import { describe, expect, test } from "bun:test";
import type { Store } from "../store.ts";
import { verifyTrail } from "../trail/verify.ts";
import { passed, specOf } from "./specs.ts";
import type { OpenStores } from "./store-suite.ts";

/** What the audit trail of any store holds against. */
export function trailSuite(name: string, stores: OpenStores): void {
  const lived = async (store: Store, jobs: number): Promise<void> => {
    for (let at = 0; at < jobs; at++) {
      await store.submit({ spec: specOf({ inputs: { 2: "b", 1: { ü: "\u2028" } } }), tenant: "a", by: "ann" });
      const [claim] = await store.claim("w1", 1);
      if (claim) await store.finish(claim, { ...passed, message: "with “quotes” \u0000 and \ud800" });
    }
  };
  const exported = async (store: Store, after?: number): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of store.trail.lines(after)) lines.push(line);
    return lines;
  };

  describe(`the audit trail of ${name}`, () => {
    test("an export verifies without the database", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      await lived(store, 3);
      await store.trail.tell({ actor: "reaper", kind: "reaper.removed", data: { container: "c1" } });
      const lines = await exported(store);
      expect(lines).toHaveLength(10);
      expect(await verifyTrail(lines)).toEqual({ entries: 10, head: await store.trail.head() });
      expect(await exported(store, 8)).toEqual(lines.slice(8));
    });

    test("sealers in several processes make one chain without a gap", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const second = await opened.again();
      const told = (by: Store, entries: number) =>
        Promise.all(
          Array.from({ length: entries }, () => by.trail.tell({ actor: "x", kind: "reaper.removed", data: {} })),
        );
      await Promise.all([told(store, 60), told(second, 60), store.trail.seal(), second.trail.seal()]);
      await Promise.all([store.trail.seal(), second.trail.seal(), told(second, 15)]);
      expect(await verifyTrail(await exported(store))).toMatchObject({ entries: 135 });
    });

    test("any entry that was changed, removed, added or moved is found, and an end that was cut off by who knew it", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      await lived(store, 4);
      const lines = await exported(store);
      const head = await store.trail.head();
      const fault = async (changed: readonly string[]) => (await verifyTrail(changed, head)).fault?.line;
      for (const [at, line] of lines.entries()) {
        expect(await fault(lines.with(at, line.replace("ann", "bob").replace("w1", "w2")))).toBe(at + 1);
        expect(await fault(lines.with(at, line.replace(":", ": ")))).toBe(at + 1);
        expect(await fault(lines.toSpliced(at, 1))).toBe(at === lines.length - 1 ? at : at + 1);
        expect(await fault(lines.toSpliced(at, 0, line))).toBe(at + 2);
        if (at > 0) expect(await fault(lines.with(at, lines[at - 1] ?? "").with(at - 1, line))).toBe(at);
      }
      expect((await verifyTrail(lines.slice(0, 5), head)).fault).toEqual({
        line: 5,
        problem: `ends at entry 5, but there were ${lines.length}`,
      });
    });

    test("the database itself refuses to change or delete what was written", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      await lived(store, 1);
      const attempts = [
        "UPDATE trail SET actor = 'x'",
        "DELETE FROM trail",
        "UPDATE trail SET seq = 7, hash = 'x', at = 0",
      ];
      for (const text of attempts) await expect(opened.run(text)).rejects.toThrow("append-only");
      await store.trail.seal();
      await expect(opened.run("UPDATE trail SET hash = 'x'")).rejects.toThrow("append-only");
      await expect(opened.run("UPDATE trail SET seq = seq + 1")).rejects.toThrow("append-only");
      expect(await verifyTrail(await exported(store))).toMatchObject({ entries: 3 });
    });
  });
}
