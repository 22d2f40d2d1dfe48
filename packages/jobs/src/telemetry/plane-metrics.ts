import type { Store } from "../store/store.ts";
import { type Counter, createMetrics, type Histogram, type Metrics } from "./metrics.ts";

/** The figures of a control plane. */
export interface PlaneMetrics {
  readonly all: Metrics;
  readonly requests: Counter;
  readonly requestSeconds: Histogram;
  readonly attempts: Counter;
  readonly attemptSeconds: Histogram;
}

const quick = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10];
const slow = [1, 5, 15, 60, 300, 900, 3600, 14_400];

export function planeMetrics(store: Pick<Store, "depth">): PlaneMetrics {
  const all = createMetrics();
  all.gauge("slipway_queue_jobs", "Jobs that have not ended, by what they wait for.", async () => {
    const { later, blocked, ready, running } = await store.depth();
    const counts = { later, blocked, ready, running };
    return Object.entries(counts).map(([state, count]) => [{ state }, count] as const);
  });
  all.gauge("process_resident_memory_bytes", "Memory of this process.", async () => [[{}, process.memoryUsage.rss()]]);
  return {
    all,
    requests: all.counter("slipway_http_requests_total", "Requests, by route, method and status."),
    requestSeconds: all.histogram("slipway_http_request_seconds", "From the request to the head of its answer.", quick),
    attempts: all.counter("slipway_attempts_total", "Attempts that ended on this worker, by reason."),
    attemptSeconds: all.histogram(
      "slipway_attempt_seconds",
      "From the claim of an attempt to its end, by reason.",
      slow,
    ),
  };
}
