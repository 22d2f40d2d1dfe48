import type { Engine } from "@slipway/engine";
import { waitFor } from "./apply/operations/wait.ts";
import { watchProject } from "./apply/watcher.ts";
import { stackErrors } from "./errors.ts";
import { observeContainers } from "./observe.ts";
import type { ObservedContainer } from "./observed.ts";
import type { Report } from "./report.ts";

export interface ReadyWait {
  readonly engine: Engine;
  readonly projectName: string;
  /** The containers to wait for. */
  readonly wants: (container: ObservedContainer) => boolean;
  /** How long; 0 or absent: as long as it takes. */
  readonly seconds?: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * Waits until every wanted container runs and, where it has a healthcheck, is healthy; a job that ended well is ready.
 * Those of `run` are never waited for.
 * @throws STACK_UNHEALTHY, STACK_EXITED, STACK_WAIT_TIMEOUT, STACK_INTERRUPTED
 */
export async function waitUntilReady(wait: ReadyWait): Promise<void> {
  const { engine, projectName, wants, seconds = 0, report, signal } = wait;
  const limit = seconds > 0 ? AbortSignal.timeout(seconds * 1000) : undefined;
  const bounded = limit ? AbortSignal.any([signal, limit]) : signal;
  const watcher = await watchProject(engine, projectName, bounded);
  const waiting = new Set<string>();
  // The timeout is one failure, not one for each container that was waited for.
  const track: Report = (event) => {
    if (event.kind === "progress" && event.state === "working") waiting.add(event.subject.name);
    if (event.kind === "progress" && event.state === "done") waiting.delete(event.subject.name);
    if (!(limit?.aborted && event.kind === "progress" && event.state === "failed")) report(event);
  };
  try {
    const { containers } = await observeContainers(engine, projectName, bounded);
    const services = Map.groupBy(
      containers.filter((container) => !container.oneOff && wants(container)),
      ({ service }) => service,
    );
    await Promise.all(
      [...services].map(([service, own]) =>
        waitFor({ service, condition: "ready", containers: own }, { engine, watcher, report: track, signal: bounded }),
      ),
    );
  } catch (cause) {
    if (signal.aborted) throw stackErrors.error("STACK_INTERRUPTED", {}, { cause });
    if (limit?.aborted) {
      const names = [...waiting].sort().join(", ");
      throw stackErrors.error("STACK_WAIT_TIMEOUT", { seconds, waiting: names }, { cause });
    }
    throw cause;
  } finally {
    watcher.close();
  }
}
