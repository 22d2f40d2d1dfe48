import type { BellWire } from "../doorbell.ts";
import { packed, unpacked } from "../packed-bells.ts";
import type { RedisLink } from "./link.ts";

/** Bytes of a packet at most. */
const longest = 65_536;

/** Rings by PUBLISH, for those who have the same database. Nothing is kept in Redis. */
export function redisWire(link: RedisLink, identity: string): BellWire {
  const channel = `slipway:${identity}:bells`;
  const send = packed(longest, 0, (packet) => link.publish(channel, packet));
  return {
    get isUp() {
      return link.isUp;
    },
    ring: send.ring,
    async open(heard) {
      await link.subscribe(channel, (packet) => {
        for (const [kind, job] of unpacked(packet, send.sender)) heard(kind, job);
      });
      // Bells that rang while the connection was gone are lost: everybody looks.
      link.onUp(() => {
        for (const kind of ["queued", "canceled", "ended", "log"] as const) heard(kind, "");
      });
    },
    async close() {
      await send.close();
      await link.close();
    },
  };
}
