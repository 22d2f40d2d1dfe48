import { join } from "node:path";
import { timed } from "./timed.ts";

/** `graphile.ts URL JOBS AT-ONCE PEERS`: the same with graphile-worker, as its documentation sets it up. */
const [url = "", jobs = "", atOnce = "", peers = ""] = process.argv.slice(2);
const all = Number(jobs);
const { Logger, run, runMigrations } = await import(join(peers, "node_modules/graphile-worker/dist/index.js"));
const { Pool } = (await import(join(peers, "node_modules/pg/lib/index.js"))).default;
const logger = new Logger(() => () => undefined);
const pool = new Pool({ connectionString: url, max: Number(atOnce) + 2 });
pool.on("error", () => undefined);
await runMigrations({ pgPool: pool, logger });
await pool.query("SELECT graphile_worker.add_job('nothing', '{}') FROM generate_series(1, $1::int)", [all]);

let runner: { stop(): Promise<void> } | undefined;
await timed(async () => {
  const ended = Promise.withResolvers<void>();
  let done = 0;
  const nothing = async (): Promise<void> => {
    if (++done === all) ended.resolve();
  };
  const options = { pgPool: pool, logger, concurrency: Number(atOnce), noHandleSignals: true };
  runner = await run({ ...options, taskList: { nothing } });
  await ended.promise;
});
await runner?.stop();
await pool.end();
