import { readFile } from "node:fs/promises";
import { dataFolder, openStore, readLog } from "@slipway/jobs";
import { openBench } from "./bench.ts";
import { servePlane } from "./serve-plane.ts";
import { specOf } from "./spec-of.ts";

const queued = 10_000;
const followers = 100;
const seconds = 15;

/** What api and worker hold in memory: at rest, with many jobs that wait, and with followers of one that talks. */
await using bench = await openBench({ engine: process.argv[2], signal: new AbortController().signal });
await using api = await servePlane(bench, "memory", "--only", "api");
await using worker = await servePlane(bench, "memory", "--only", "worker", "--slots", "1", "--parked", "0");
const sizes = async (): Promise<string> =>
  `api ${await megabytes(api.pid)} MB, worker ${await megabytes(worker.pid)} MB`;
console.log(`at rest: ${await sizes()}`);

const talk = `for i in $(seq ${seconds * 20}); do echo line $i; sleep 0.1; done`;
const { id } = await api.client.submitJob({ steps: [talk], priority: 1 });
const spec = specOf({ steps: ["true"] });
const store = await openStore({ url: dataFolder(api.folder, {}, api.folder).database });
let left = queued;
await Promise.all(
  Array.from({ length: 64 }, async () => {
    while (left-- > 0) await store.submit({ spec, tenant: "default", by: "bench" });
  }),
);
await store.close();
console.log(`${queued} jobs queued: ${await sizes()}`);

const leaving = new AbortController();
let bytes = 0;
const following = Array.from({ length: followers }, async () => {
  for await (const part of readLog(api.client, id, { follow: true, signal: leaving.signal }))
    bytes += part.bytes.length;
});
await Bun.sleep(seconds * 1000);
console.log(
  `and ${followers} followers of a job, who read ${Math.round(bytes / followers)} bytes each: ${await sizes()}`,
);
leaving.abort();
await Promise.allSettled(following);

async function megabytes(pid: number): Promise<number> {
  const [, kilobytes = ""] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
