import { join } from "node:path";
import { timed } from "./timed.ts";

/** `bullmq.ts URL JOBS AT-ONCE PEERS`: the same with BullMQ on a Redis that has every change on its disk before it answers. */
const [url = "", jobs = "", atOnce = "", peers = ""] = process.argv.slice(2);
const all = Number(jobs);
const { Queue, Worker } = await import(join(peers, "node_modules/bullmq/dist/esm/index.js"));
const address = new URL(url);
const connection = { host: address.hostname, port: Number(address.port), password: address.password };
const name = `nothing-${crypto.randomUUID()}`;
const queue = new Queue(name, { connection });
const named = Array.from({ length: all }, () => ({ name: "nothing", data: {} }));
for (let from = 0; from < all; from += 500) await queue.addBulk(named.slice(from, from + 500));

let worker: { close(): Promise<void> } | undefined;
await timed(async () => {
  const ended = Promise.withResolvers<void>();
  let done = 0;
  const options = { connection: { ...connection, maxRetriesPerRequest: null }, concurrency: Number(atOnce) };
  const made = new Worker(name, async () => undefined, options);
  made.on("completed", () => {
    if (++done === all) ended.resolve();
  });
  worker = made;
  await ended.promise;
});
await worker?.close();
await queue.close();
