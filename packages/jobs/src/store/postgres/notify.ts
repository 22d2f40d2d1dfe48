import type { BellWire } from "../doorbell.ts";
import { packed, unpacked } from "../packed-bells.ts";
import type { PostgresDatabase } from "./database.ts";

const channel = "slipway_jobs";

/** A payload of NOTIFY must be shorter than 8000 bytes. Source: PostgreSQL, "NOTIFY". */
const longest = 7900;

/** Each packet is a transaction of its own: without a gap they take a tenth of the time of a queue that is busy. */
const gapMs = 5;

/** A NOTIFY is a transaction that PostgreSQL would sync to the disk. Bells may be lost: nobody waits for that. */
const ring = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";

/** Rings by NOTIFY, after the transaction and many bells at once: a NOTIFY inside it would make all commits take turns. */
export function notifyWire(database: PostgresDatabase): BellWire {
  const send = packed(longest, gapMs, async (payload) => {
    await database.all(ring, [channel, payload]);
  });
  let unlisten = async (): Promise<void> => undefined;
  return {
    ring: send.ring,
    async open(heard) {
      const listening = await database.sql.listen(
        channel,
        (payload) => {
          for (const [kind, job] of unpacked(payload, send.sender)) heard(kind, job);
        },
        // Bells that rang while the connection was gone are lost: everybody looks.
        () => {
          for (const kind of ["queued", "canceled", "ended", "log"] as const) heard(kind, "");
        },
      );
      unlisten = () => listening.unlisten();
    },
    async close() {
      await send.close();
      await unlisten();
    },
  };
}
