import { expect, test } from "bun:test";
import { openStore } from "../../packages/jobs/src/store/open.ts";
import { passed, specOf } from "../../packages/jobs/src/store/testing/specs.ts";
import { type OpenedStore, openedStore, servers } from "./opened-store.ts";

const started = servers();

const opened = (url: string): Promise<OpenedStore> => openedStore(url, started.redis);

test("two processes wake each other over Redis; it may be emptied, hang, end and come back, and nothing is lost", async () => {
  const url = await started.database.database();
  const [one, two] = [await opened(url), await opened(url)];
  const both = (state: "up" | "down") => Promise.all([one.redisIs(state), two.redisIs(state)]);
  const submit = async (): Promise<string> =>
    (await one.store.submit({ spec: specOf(), tenant: "a", by: "ann" })).job.id;
  const wakesTheOther = async (): Promise<string> => {
    const { rings } = await two.bell("queued");
    const id = await submit();
    await rings;
    return id;
  };
  const ids: string[] = [];
  await both("up");
  ids.push(await wakesTheOther());
  expect(await started.redis.command("pubsub", "channels", `slipway:${await one.store.identity()}:*`)).toContain(
    "bells",
  );
  expect(await started.redis.command("dbsize")).toBe("0");

  await started.redis.command("flushall");
  ids.push(await wakesTheOther());

  await started.redis.command("client", "pause", "600000");
  ids.push(await submit());
  await both("down");
  ids.push(await wakesTheOther());

  await started.redis.stop();
  ids.push(await wakesTheOther());

  await started.redis.start();
  await both("up");
  ids.push(await wakesTheOther());

  const claims = await two.store.claim("w", 10);
  expect(claims.map(({ job }) => job)).toEqual(ids);
  const { rings } = await one.bell("ended", ids[0]);
  if (claims[0]) await two.store.finish(claims[0], passed);
  await rings;
  await Promise.all([one.store.close(), two.store.close()]);
}, 60_000);

test("control planes with databases of their own do not hear each other on one Redis", async () => {
  const urls = [await started.database.database(), await started.database.database()] as const;
  const [one, two, beside] = [await opened(urls[0]), await opened(urls[1]), await opened(urls[1])];
  await Promise.all([one.redisIs("up"), two.redisIs("up"), beside.redisIs("up")]);
  const heard: string[] = [];
  await two.store.listen(["queued"], (_, id) => {
    if (id !== "") heard.push(id);
  });
  const { rings } = await two.bell("queued");
  await one.store.submit({ spec: specOf(), tenant: "a", by: "ann" });
  const { job } = await beside.store.submit({ spec: specOf(), tenant: "a", by: "ann" });
  await rings;
  expect(heard).toEqual([job.id]);
  await Promise.all([one.store.close(), two.store.close(), beside.store.close()]);
});

test("an address that is none is told at once, without its password; a server that is not there only costs time", async () => {
  const url = await started.database.database();
  const bad = openStore({ url, redis: { url: "http://:s3cret@nowhere" } });
  await expect(bad).rejects.toMatchObject({ code: "JOBS_BAD_REDIS_URL" });
  await expect(bad).rejects.not.toThrow(/s3cret/);
  const down = Promise.withResolvers<string | undefined>();
  const store = await openStore({
    url,
    redis: { url: "redis://127.0.0.1:9", onChange: (isUp, reason) => (isUp ? undefined : down.resolve(reason)) },
  });
  const { job } = await store.submit({ spec: specOf(), tenant: "a", by: "ann" });
  expect(await down.promise).toBeString();
  expect((await store.claim("w", 1))[0]?.job).toBe(job.id);
  await store.close();
});
