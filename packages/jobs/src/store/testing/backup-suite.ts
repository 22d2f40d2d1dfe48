import { describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backupStore, restoreStore } from "../backup/backup.ts";
import { openStore } from "../open.ts";
import { verifyTrail } from "../trail/verify.ts";
import { passed, specOf } from "./specs.ts";
import type { OpenStores } from "./store-suite.ts";

/** What a backup of any store holds. */
export function backupSuite(name: string, stores: OpenStores): void {
  describe(`a backup of ${name}`, () => {
    test("brings back jobs, queue, output and an audit trail that goes on where it was", async () => {
      await using opened = await stores.open();
      await using elsewhere = await stores.place();
      const folder = await mkdtemp(join(tmpdir(), "slipway-backup-"));
      const file = join(folder, "jobs.backup");
      const { store, url, clock } = opened;
      const job = (await store.submit({ spec: specOf(), tenant: "a", by: "ann" })).job.id;
      const waiting = (await store.submit({ spec: specOf(), tenant: "a", by: "ann" })).job.id;
      const [claim] = await store.claim("w1", 1);
      if (claim) await store.appendLog(claim, { offset: 0, bytes: Buffer.from("output\n") });
      if (claim) await store.finish(claim, passed);
      await store.trail.seal();
      await backupStore(url, file);
      await expect(backupStore(url, file)).rejects.toMatchObject({ code: "JOBS_BACKUP_FAILED" });
      await store.submit({ spec: specOf(), tenant: "a", by: "too late" });
      await restoreStore(file, elsewhere.url);
      await expect(restoreStore(file, elsewhere.url)).rejects.toThrow(/is not empty/);
      await expect(restoreStore(file, url)).rejects.toMatchObject({ code: "JOBS_RESTORE_FAILED" });
      await expect(restoreStore(`${file}.none`, elsewhere.url)).rejects.toMatchObject({ code: "JOBS_RESTORE_FAILED" });
      const again = await openStore({ url: elsewhere.url, clock: clock.read });
      expect((await again.jobs({ limit: 9 })).map(({ id, state }) => [id, state])).toEqual([
        [waiting, "queued"],
        [job, "succeeded"],
      ]);
      expect(await again.readLog(job, 1, 0, 100)).toHaveLength(1);
      const [next] = await again.claim("w2", 5);
      expect(next?.job).toBe(waiting);
      const lines = await Array.fromAsync(again.trail.lines());
      expect(await verifyTrail(lines)).toMatchObject({ entries: 5, head: await again.trail.head() });
      await again.close();
      await rm(folder, { recursive: true });
    }, 60_000);
  });
}
