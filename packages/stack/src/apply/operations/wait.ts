import type { DependencyCondition } from "@slipway/compose";
import { isSlipwayError, redact, SlipwayError } from "@slipway/core";
import type { ContainerInspect, Engine } from "@slipway/engine";
import { stackErrors } from "../../errors.ts";
import { tailOfLog } from "../../follow/tail.ts";
import type { Report } from "../../report.ts";
import type { Look, Watcher } from "../watcher.ts";

/** What a container is waited for. `ready`: healthy where it has a healthcheck, else running; a job that ended well is ready too. */
export type Condition = Exclude<DependencyCondition, "service_started"> | "ready";

/** What a condition says of a container now. */
export type Verdict = { readonly met: true; readonly word: string } | { readonly met: false } | SlipwayError;

/** What has crashed so often while it was waited for will not do better the next time. */
const mostRestarts = 5;

/**
 * Judges a container against a condition. A container that the engine will start again after a crash is still waited
 * for, until it has crashed again and again: `before` is how often it was restarted when the wait began. One that is
 * unhealthy or has ended for good is not waited for.
 * Source: Compose Specification, `depends_on.condition`.
 */
export function judge(condition: Condition, container: ContainerInspect, before = 0): Verdict {
  const { State: state } = container;
  const name = container.Name.replace(/^\//, "");
  if (state.Status === "created") return { met: false };
  if (state.Restarting) {
    const times = (container.RestartCount ?? 0) - before;
    if (times < mostRestarts) return { met: false };
    return stackErrors.error("STACK_RESTARTING", { container: name, exitCode: state.ExitCode, times });
  }
  const ended = state.Status === "exited" || state.Status === "dead";
  if (condition === "service_completed_successfully") {
    if (!ended) return { met: false };
    if (state.ExitCode === 0) return { met: true, word: "Exited" };
    return stackErrors.error("STACK_JOB_FAILED", { container: name, exitCode: state.ExitCode });
  }
  if (ended) {
    if (condition === "ready" && state.ExitCode === 0) return { met: true, word: "Exited" };
    const wanted = state.Health && state.Health.Status !== "none" ? "healthy" : "ready";
    return stackErrors.error("STACK_EXITED", { container: name, exitCode: state.ExitCode, wanted });
  }
  const health = state.Health?.Status ?? "none";
  if (health === "healthy") return { met: true, word: "Healthy" };
  if (health === "unhealthy") {
    const probe = lastProbe(container);
    return stackErrors.error("STACK_UNHEALTHY", { container: name, ...(probe === undefined ? {} : { probe }) });
  }
  if (health === "starting") return { met: false };
  return condition === "ready"
    ? { met: true, word: "Running" }
    : stackErrors.error("STACK_NO_HEALTHCHECK", { container: name });
}

function lastProbe({ State }: ContainerInspect): string | undefined {
  const last = State.Health?.Log?.at(-1);
  if (!last) return undefined;
  const output = last.Output.trim().split("\n").at(-1) ?? "";
  return redact(output === "" ? `its probe exited with ${last.ExitCode}` : `its probe says: ${output.slice(0, 200)}`);
}

const guilty: ReadonlySet<string> = new Set([
  "STACK_UNHEALTHY",
  "STACK_EXITED",
  "STACK_RESTARTING",
  "STACK_JOB_FAILED",
]);

/** Adds the last lines of the container's log to a failure that the container is guilty of. */
export async function withLog(
  failure: SlipwayError,
  engine: Engine,
  container: ContainerInspect,
  service: string,
): Promise<SlipwayError> {
  if (!guilty.has(failure.code)) return failure;
  const lines = await tailOfLog(engine, container, 10);
  const said =
    lines.length === 0
      ? `it printed nothing; see \`slipway ps -a\` and the healthcheck or command of ${service}`
      : `its last lines:\n${lines.map((line) => `  | ${line}`).join("\n")}\nmore: \`slipway logs ${service}\``;
  const { code, message, exitCode } = failure;
  return new SlipwayError({ code, message, exitCode, hint: said });
}

/** How a step that did not come to its end is shown. */
export function interruptedOr(
  text: string,
  signal: AbortSignal,
): { readonly state: "warning" | "failed"; readonly text: string } {
  return signal.aborted ? { state: "warning", text: "Interrupted" } : { state: "failed", text };
}

/** Podman does not say that it will start a container again, and whether it does shows within this time: nothing tells that it does not. */
const podmansRestartMs = 5_000;

export interface WaitInput {
  readonly service: string;
  readonly condition: Condition;
  readonly containers: readonly { readonly name: string; readonly id: string }[];
  /** False: whoever waits goes on without it. */
  readonly required?: boolean;
}

/**
 * Waits until every one of the containers meets the condition, each as soon as the engine tells of a change.
 * @throws STACK_UNHEALTHY, STACK_EXITED, STACK_RESTARTING, STACK_JOB_FAILED (with the end of the log), STACK_NO_HEALTHCHECK,
 * STACK_CONTAINER_GONE
 */
export async function waitFor(
  { service, condition, containers, required = true }: WaitInput,
  { engine, watcher, report, signal }: { engine: Engine; watcher: Watcher; report: Report; signal: AbortSignal },
): Promise<void> {
  await Promise.all(
    containers.map(async ({ name, id }) => {
      const subject = { kind: "container", name } as const;
      const over = new AbortController();
      const waiting = AbortSignal.any([signal, over.signal]);
      let probed = false;
      const keepProbed = (): void => {
        if (probed) return;
        probed = true;
        engine.containers.keepProbed(id, { signal: waiting }).then(
          () => {
            probed = false;
          },
          (cause: unknown) => over.abort(cause),
        );
      };
      // What is ready at the first look was not waited for, and is not worth a line.
      let waited = false;
      let restarts: number | undefined;
      const look: Look<string> = async (lookAgainIn) => {
        const container = await engine.containers.inspect(id, { signal }).catch((cause: unknown) => {
          if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") {
            throw stackErrors.error("STACK_CONTAINER_GONE", { container: name }, { cause });
          }
          throw cause;
        });
        restarts ??= container.RestartCount ?? 0;
        const verdict = judge(condition, container, restarts);
        if (verdict instanceof SlipwayError) throw await withLog(verdict, engine, container, service);
        if (verdict.met) return verdict.word;
        if (!waited) report({ kind: "progress", subject, state: "working", text: "Waiting" });
        waited = true;
        if (container.State.Health?.Status === "starting") keepProbed();
        if (container.State.Restarting && (await engine.kind()) === "podman") lookAgainIn(podmansRestartMs);
        return undefined;
      };
      try {
        const text = await watcher.until(id, look, waiting);
        if (waited) report({ kind: "progress", subject, state: "done", text });
      } catch (failure) {
        if (required) report({ kind: "progress", subject, ...interruptedOr("Error", signal) });
        else report({ kind: "progress", subject, state: "warning", text: "Skipped" });
        throw failure;
      } finally {
        over.abort();
      }
    }),
  );
}
