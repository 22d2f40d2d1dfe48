import type { Outbox } from "../side-ports.ts";
import { type Calling, sendMessage } from "./send.ts";

/** Waits between tries, in seconds; after the last the message is given up. Source: Standard Webhooks, "Retries". */
const waits = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** Messages that are sent at once. */
const atOnce = 16;
/** So long nobody else takes a message that is being sent. */
const holdMs = 60_000;

/** How messages are sent, and by whose clock. */
export interface Delivery extends Calling {
  /** Milliseconds since 1970; the system's clock without it. */
  readonly clock?: () => number;
}

/** Sends what is due, once. Gives how many messages were tried. To be called every second or so by one process or many. */
export async function deliverWebhooks(outbox: Outbox, { clock = Date.now, ...calling }: Delivery): Promise<number> {
  let tried = 0;
  for (;;) {
    const messages = await outbox.take(atOnce, holdMs);
    await Promise.all(
      messages.map(async (message) => {
        const now = clock();
        const problem = await sendMessage(message, calling, now);
        if (problem === undefined) return await outbox.delivered(message);
        const wait = waits[message.tries];
        await outbox.failed(message, problem, wait === undefined ? undefined : now + wait * 1000);
      }),
    );
    tried += messages.length;
    if (messages.length < atOnce) return tried;
  }
}
