import { isSlipwayError, SlipwayError } from "@slipway/core";
import { stackErrors } from "../../errors.ts";
import type { Operation } from "../../plan/operation.ts";
import type { ApplyContext } from "../context.ts";
import type { ApplyState } from "../state.ts";
import type { Look } from "../watcher.ts";
import { idOf } from "./containers.ts";
import { interruptedOr, judge, withLog } from "./wait.ts";

type Prove = Extract<Operation, { kind: "prove-container" }>;

/** How long a container without a healthcheck must run when its service does not say. Source: Docker Swarm's `monitor`. */
const usualMonitorMs = 5000;

/**
 * Waits until a container of an update is healthy and has run for its monitor time; without a healthcheck the time decides.
 * A job that ended well has proved itself. Looks when the engine tells of the container, and when the time is over.
 * @throws STACK_UNHEALTHY, STACK_EXITED (with the end of the log), unless the failure is tolerated: then it is reported
 */
export async function proveContainer(operation: Prove, context: ApplyContext, state: ApplyState): Promise<void> {
  const { report } = context;
  const subject = { kind: "container", name: operation.shown } as const;
  report({ kind: "progress", subject, state: "working", text: "Waiting" });
  try {
    const text = await untilProved(operation, context, state);
    report({ kind: "progress", subject, state: "done", text });
  } catch (cause) {
    const failed = (state.failedUpdates.get(operation.service) ?? 0) + 1;
    state.failedUpdates.set(operation.service, failed);
    const goesOn = operation.failureAction === "continue" || failed <= operation.tolerated;
    if (!goesOn || !isSlipwayError(cause) || context.signal.aborted) {
      report({ kind: "progress", subject, ...interruptedOr("Error", context.signal) });
      throw cause;
    }
    report({ kind: "progress", subject, state: "warning", text: "Failed" });
    const told = { service: operation.service, why: cause.message };
    const diagnostic = stackErrors.diagnostic("STACK_UPDATE_CONTINUED", told, undefined, "warning");
    report({ kind: "diagnostic", diagnostic });
  }
}

async function untilProved(operation: Prove, { engine, signal }: ApplyContext, state: ApplyState): Promise<string> {
  const id = idOf(operation, state);
  const watcher = await state.watcher();
  const since = performance.now();
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal]);
  let probed = false;
  const look: Look<string> = async (lookAgainIn) => {
    const container = await engine.containers.inspect(id, { signal });
    const verdict = judge("ready", { ...container, Name: operation.shown });
    if (verdict instanceof SlipwayError) throw await withLog(verdict, engine, container, operation.service);
    // What restarts by itself has crashed: for an update that is a failure, however often it tries again.
    if (container.State.Restarting || (container.RestartCount ?? 0) > 0) {
      const { ExitCode: exitCode } = container.State;
      const crashed = stackErrors.error("STACK_EXITED", { container: operation.shown, exitCode, wanted: "ready" });
      throw await withLog(crashed, engine, container, operation.service);
    }
    if (!probed && container.State.Health?.Status === "starting") {
      probed = true;
      engine.containers.keepProbed(id, { signal: waiting }).catch((cause: unknown) => over.abort(cause));
    }
    if (verdict.met && verdict.word === "Exited") return verdict.word;
    const monitorMs = operation.monitorMs ?? (verdict.met && verdict.word === "Healthy" ? 0 : usualMonitorMs);
    const left = monitorMs - (performance.now() - since);
    if (verdict.met && left <= 0) return verdict.word;
    if (verdict.met) lookAgainIn(left);
    return undefined;
  };
  try {
    return await watcher.until(id, look, waiting);
  } finally {
    over.abort();
  }
}
