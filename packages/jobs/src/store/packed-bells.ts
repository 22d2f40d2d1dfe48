import type { Doorbell } from "./store.ts";

/** Sends bells in packets: one is on its way at a time, and what rings meanwhile goes together into the next. */
export interface PackedBells {
  /** Stands before every packet, so that a sender knows its own. */
  readonly sender: string;
  ring(kind: Doorbell, job: string): void;
  /** Settles when all that rang has been sent; what rings afterwards is not. */
  close(): Promise<void>;
}

/**
 * Packs bells into texts of at most so many bytes; a packet that could not be sent is lost, as bells may be. A bell after a silence goes at
 * once; between packets there are at least `gapMs` milliseconds.
 */
export function packed(most: number, gapMs: number, send: (packet: string) => Promise<void>): PackedBells {
  const sender = crypto.randomUUID().slice(0, 8);
  let waiting = new Set<string>();
  let sending: Promise<void> | undefined;
  let closed = false;
  const sendAll = async (): Promise<void> => {
    // Whatever rings in this turn of the event loop goes together.
    await Promise.resolve();
    while (waiting.size > 0) {
      const bells = [...waiting];
      waiting = new Set();
      await send(packet(sender, bells, most)).catch(() => undefined);
      if (gapMs > 0 && !closed) await Bun.sleep(gapMs);
    }
    sending = undefined;
  };
  return {
    sender,
    ring(kind, job) {
      if (closed) return;
      waiting.add(`${kind} ${job}`);
      sending ??= sendAll();
    },
    async close() {
      closed = true;
      await sending;
    },
  };
}

function packet(sender: string, bells: readonly string[], most: number): string {
  const whole = [sender, ...bells].join("\n");
  if (whole.length <= most) return whole;
  const kinds = new Set(bells.map((bell) => `${bell.slice(0, bell.indexOf(" "))} `));
  return [sender, ...kinds].join("\n");
}

/** The bells of a packet; none when this process has sent it. */
export function unpacked(text: string, self: string): readonly (readonly [Doorbell, string])[] {
  const [sender, ...bells] = text.split("\n");
  if (sender === self) return [];
  return bells.map((bell) => {
    const space = bell.indexOf(" ");
    return [bell.slice(0, space) as Doorbell, bell.slice(space + 1)] as const;
  });
}
