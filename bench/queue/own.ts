import { openStore } from "@slipway/jobs";
import { specOf } from "../spec-of.ts";
import { timed } from "./timed.ts";

/** `own.ts URL JOBS AT-ONCE`: submits jobs that do nothing, then takes and ends them all, so many at once, as a worker does. */
const [url = "", jobs = "", atOnce = ""] = process.argv.slice(2);
const all = Number(jobs);
const slots = Number(atOnce);
const store = await openStore({ url, connections: slots });
const spec = specOf({ steps: ["true"] });
let left = all;
await Promise.all(
  Array.from({ length: 64 }, async () => {
    while (left-- > 0) await store.submit({ spec, tenant: "bench", by: "bench" });
  }),
);

await timed(async () => {
  let ended = 0;
  let free = slots;
  let wake = (): void => undefined;
  while (ended < all) {
    const claims = free > 0 ? await store.claim("bench", free) : [];
    free -= claims.length;
    for (const claim of claims) {
      store.finish(claim, { reason: "exit", exitCode: 0, message: "passed", artifacts: [] }).then((said) => {
        if (said !== "done") throw new Error(`${claim.job} was ${said}`);
        ended++;
        free++;
        wake();
      }, fail);
    }
    if (free === 0 || claims.length === 0) {
      await new Promise<void>((woken) => {
        wake = woken;
        if (free > 0 && free === slots) woken();
      });
    }
  }
});
await store.close();

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
