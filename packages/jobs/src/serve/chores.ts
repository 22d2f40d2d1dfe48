import { deliverWebhooks } from "../store/outbox/deliver.ts";
import type { Retention } from "../store/side-ports.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { failureFields, pause } from "../worker/patience.ts";

/** What is done for a store beside the jobs. */
export interface Chores {
  /** How long things are kept after the end of their job; for ever without it. */
  readonly retention?: Retention;
  /** Signs the messages of webhooks. */
  readonly webhookSecret?: string;
  /** Whether webhooks may reach this machine and private networks. */
  readonly privateWebhooks?: boolean;
}

interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
}

/** Does what a store wants done again and again. Any number of processes may do it at once. */
export function startChores(
  store: Store,
  log: Logger,
  { retention, webhookSecret, privateWebhooks = false }: Chores = {},
): { end(): Promise<void> } {
  const over = new AbortController();
  const calling = { allowPrivate: privateWebhooks, ...(webhookSecret === undefined ? {} : { secret: webhookSecret }) };
  const chores: readonly Chore[] = [
    { name: "submitting what is scheduled", everyMs: 1000, work: () => store.schedules.fire() },
    { name: "sending webhooks", everyMs: 1000, work: () => deliverWebhooks(store.outbox, calling) },
    { name: "sealing the audit trail", everyMs: 2000, work: () => store.trail.seal() },
    ...(retention ? [{ name: "removing what is old", everyMs: 300_000, work: () => store.cleanup(retention) }] : []),
  ];
  const going = chores.map(async ({ name, everyMs, work }) => {
    while (!over.signal.aborted) {
      await work().catch((cause: unknown) => log("warn", `${name} failed`, failureFields(cause)));
      await pause(everyMs, over.signal);
    }
  });
  return {
    async end() {
      over.abort();
      await Promise.all(going);
    },
  };
}
