import { expect, test } from "bun:test";
import { openBells } from "../../packages/jobs/src/api/bells.ts";
import { followLog } from "../../packages/jobs/src/api/follow-log.ts";
import type { Claim } from "../../packages/jobs/src/store/store.ts";
import { passed, specOf } from "../../packages/jobs/src/store/testing/specs.ts";
import { type OpenedStore, openedStore, servers } from "./opened-store.ts";

const started = servers();

/** A follower of a job's output on an API process that never looks by itself: what it gives, a bell has told it of. */
async function follower(api: OpenedStore, job: string) {
  const bells = await openBells(api.store);
  const pieces = followLog({
    store: api.store,
    bells,
    job,
    from: { attempt: 1, offset: 0 },
    follow: true,
    lookAgainMs: 2 ** 31 - 1,
    signal: new AbortController().signal,
  });
  return {
    async next(): Promise<string> {
      const { done, value } = await pieces.next();
      return done ? (value?.state ?? "gone") : Buffer.from(value.chunk.bytes).toString();
    },
    close: () => bells.close(),
  };
}

test("what a worker writes reaches followers on two API processes by a bell: over Redis, after it was emptied, and without it", async () => {
  const url = await started.database.database();
  const opened = await Promise.all([
    openedStore(url, started.redis),
    openedStore(url, started.redis),
    openedStore(url, started.redis),
  ]);
  const [worker, ...apis] = opened;
  const all = (state: "up" | "down") => Promise.all(opened.map((one) => one.redisIs(state)));
  await all("up");
  const { job } = await worker.store.submit({ spec: specOf(), tenant: "a", by: "ann" });
  const [claim] = (await worker.store.claim("w", 1)) as [Claim];
  const followers = await Promise.all(apis.map((api) => follower(api, job.id)));
  const hear = () => Promise.all(followers.map((one) => one.next()));

  let offset = 0;
  const line = async (text: string): Promise<void> => {
    // Whoever waits is the one that a bell has to wake.
    const heard = hear();
    await worker.store.appendLog(claim, { offset, bytes: Buffer.from(text) });
    offset += text.length;
    expect(await heard).toEqual([text, text]);
  };
  for (let n = 0; n < 20; n += 1) await line(`over Redis ${n}\n`);
  await started.redis.command("flushall");
  await line("emptied\n");
  await started.redis.stop();
  await all("down");
  for (let n = 0; n < 20; n += 1) await line(`without Redis ${n}\n`);
  await started.redis.start();
  await all("up");
  await line("back\n");
  expect(await started.redis.command("dbsize")).toBe("0");
  const ends = hear();
  await worker.store.finish(claim, passed);
  expect(await ends).toEqual(["succeeded", "succeeded"]);
  await Promise.all(followers.map((one) => one.close()));
  await Promise.all(opened.map(({ store }) => store.close()));
}, 60_000);
