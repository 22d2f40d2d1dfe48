import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { LogChunk, Store } from "../store.ts";
import { specOf } from "./specs.ts";
import type { OpenStores } from "./store-suite.ts";

/** What any store does with output and artefacts. */
export function bytesSuite(name: string, stores: OpenStores): void {
  const begun = async (store: Store, logs: string | number = "1m") => {
    await store.submit({ spec: specOf({ resources: { logs } }), tenant: "a", by: "ann" });
    const [claim] = await store.claim("w1", 1);
    if (!claim) throw new Error("nothing was claimed");
    return claim;
  };
  const texts = (chunks: readonly LogChunk[]) =>
    chunks.map(({ offset, bytes, skipped }) => [offset, Buffer.from(bytes).toString(), skipped ?? 0] as const);

  describe(`output and artefacts in ${name}`, () => {
    test("output is read from any offset on, and what comes twice is kept once", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const claim = await begun(store);
      expect(await store.appendLog(claim, { offset: 0, bytes: Buffer.from("hello ") })).toBe(6);
      expect(await store.appendLog(claim, { offset: 6, bytes: Buffer.from("world\n") })).toBe(12);
      expect(await store.appendLog(claim, { offset: 3, bytes: Buffer.from("lo world\nagain\n") })).toBe(18);
      expect(await store.appendLog(claim, { offset: 0, bytes: Buffer.from("hello") })).toBe(18);
      expect(await store.logEnd(claim.job, 1)).toBe(18);
      expect(texts(await store.readLog(claim.job, 1, 0, 1000))).toEqual([
        [0, "hello ", 0],
        [6, "world\n", 0],
        [12, "again\n", 0],
      ]);
      expect(texts(await store.readLog(claim.job, 1, 8, 1000))).toEqual([
        [8, "rld\n", 0],
        [12, "again\n", 0],
      ]);
      expect(texts(await store.readLog(claim.job, 1, 0, 6))).toEqual([[0, "hello ", 0]]);
      expect(texts(await store.readLog(claim.job, 1, 7, 2))).toEqual([[7, "or", 0]]);
      expect(texts(await store.readLog(claim.job, 1, 4, 5))).toEqual([
        [4, "o ", 0],
        [6, "wor", 0],
      ]);
      expect(await store.readLog(claim.job, 1, 18, 1000)).toEqual([]);
    });

    test("of long output the head and the tail are kept, and the gap is told", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const claim = await begun(store, 20);
      for (let at = 0; at < 100; at += 5) {
        await store.appendLog(claim, { offset: at, bytes: Buffer.from(String(at).padStart(4, "0").concat(" ")) });
      }
      expect(texts(await store.readLog(claim.job, 1, 0, 1000))).toEqual([
        [0, "0000 ", 0],
        [5, "0005 ", 0],
        [90, "0090 ", 80],
        [95, "0095 ", 0],
      ]);
      expect(texts(await store.readLog(claim.job, 1, 50, 1000))[0]).toEqual([90, "0090 ", 40]);
    });

    test("one huge piece of output leaves its head and its tail", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const claim = await begun(store, 200_000);
      const bytes = Buffer.alloc(1_000_000, "abcdefghij");
      expect(await store.appendLog(claim, { offset: 0, bytes })).toBe(1_000_000);
      const chunks = await store.readLog(claim.job, 1, 0, 1_000_000);
      const kept = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
      expect([kept, chunks.find(({ skipped }) => skipped)?.offset]).toEqual([200_000, 900_000]);
      expect(
        chunks.every(({ offset, bytes: part }) =>
          Buffer.from(part).equals(bytes.subarray(offset, offset + part.length)),
        ),
      ).toBe(true);
      expect(await store.appendLog(claim, { offset: 2_000_000, bytes: Buffer.from("end") })).toBe(2_000_003);
      expect(texts(await store.readLog(claim.job, 1, 1_000_000, 10))).toEqual([[2_000_000, "end", 1_000_000]]);
    });

    test("an artefact is kept under its digest, whoever brings it and however often", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const bytes = Buffer.alloc(700_001, "xyz");
      const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
      };
      expect(await store.blob(digest)).toBeUndefined();
      const put = await Promise.all([store.putBlob(pieces()), store.putBlob(pieces())]);
      expect([...put, await store.putBlob(pieces())]).toEqual(Array(3).fill({ digest, size: 700_001 }));
      const kept = await store.blob(digest);
      const parts: Uint8Array[] = [];
      for await (const part of kept?.bytes ?? []) parts.push(part);
      expect([kept?.size, Buffer.concat(parts).equals(bytes)]).toEqual([700_001, true]);
    });
  });
}
