import { setTimeout } from "node:timers/promises";
import { SlipwayError } from "@slipway/core";
import { CalledOff } from "../build/called-off.ts";
import { networkCreate } from "../convert/network.ts";
import { volumeCreate } from "../convert/volume.ts";
import { stackErrors } from "../errors.ts";
import { isTemporaryName } from "../names.ts";
import type { Operation, Plan } from "../plan/operation.ts";
import type { ApplyContext } from "./context.ts";
import { describeFailure, failureOf } from "./failure.ts";
import { buildsOf } from "./operations/builds.ts";
import { addContainer, createContainer, idOf, projectOf, startContainer } from "./operations/containers.ts";
import { callServiceProvider, prepareServiceModel } from "./operations/givers.ts";
import { runHooks, stopHooks } from "./operations/hooks.ts";
import { pullServiceImage, pushImage } from "./operations/images.ts";
import { reconnect } from "./operations/networks.ts";
import { proveContainer } from "./operations/prove.ts";
import { removeImage, removeNetwork, removeUnused } from "./operations/removals.ts";
import { interruptedOr, waitFor } from "./operations/wait.ts";
import { progressOf } from "./progress.ts";
import { runSchedule } from "./schedule.ts";
import type { ApplyState } from "./state.ts";
import { type Watcher, watchProject } from "./watcher.ts";

/** More at a time makes no engine faster: it does the work of most calls one after the other. */
const usualParallel = 16;

/**
 * Does what a plan says: every operation as soon as those before it are done. It decides nothing. After a failure nothing
 * more is begun; the engine then is in a state that the next plan starts from.
 * @throws the failure, or STACK_SEVERAL with all of them; STACK_INTERRUPTED when the signal ended it
 */
export async function apply(plan: Plan, context: ApplyContext): Promise<void> {
  if (plan.operations.length === 0) return;
  const { signal } = context;
  const state = await prepare(plan, context);
  try {
    const failures = await runSchedule(plan.operations, (operation) => perform(operation, context, state), {
      parallel: context.parallel && context.parallel > 0 ? context.parallel : usualParallel,
      signal,
      isIdle: (operation) => waitsForEvents(operation) || operation.kind === "delay",
    });
    const failure = failureOf(failures, signal);
    if (failure !== undefined) throw failure;
  } finally {
    if (state.watching()) (await state.watcher()).close();
  }
}

function waitsForEvents({ kind }: Operation): boolean {
  return kind === "wait" || kind === "prove-container";
}

async function prepare(plan: Plan, context: ApplyContext): Promise<ApplyState & { watching(): boolean }> {
  const { engine, observed, signal } = context;
  let watcher: Promise<Watcher> | undefined;
  const subscribe = (): Promise<Watcher> => {
    watcher ??= watchProject(engine, plan.projectName, signal);
    return watcher;
  };
  // Before anything is started: an event that comes before the subscription would be missed.
  if (plan.operations.some(waitsForEvents)) await subscribe();
  const state = {
    ids: new Map<string, string>(),
    containersOf: new Map<string, Set<string>>(),
    replaced: new Set<string>(),
    preStarts: new Map<string, Promise<void>>(),
    failedUpdates: new Map<string, number>(),
    build: buildsOf(plan, context),
    watcher: subscribe,
    watching: () => watcher !== undefined,
  };
  const going = new Set(
    plan.operations.flatMap((operation) => (operation.kind === "remove-container" ? operation.containerId : [])),
  );
  for (const { id, name, service, oneOff } of observed.containers) {
    // What an interrupted up left was never a container of its service.
    if (oneOff || (isTemporaryName(name) && going.has(id))) continue;
    state.ids.set(name, id);
    addContainer(state, service, name);
  }
  return state;
}

async function perform(operation: Operation, context: ApplyContext, state: ApplyState): Promise<void> {
  const { report } = context;
  const progress = progressOf(operation);
  if (progress?.begin) {
    const { subject, begin: text, detail } = progress;
    report({ kind: "progress", subject, state: "working", text, ...(detail === undefined ? {} : { detail }) });
  }
  try {
    await run(operation, context, state);
  } catch (cause) {
    const word = cause instanceof CalledOff ? "Cancelled" : "Error";
    if (progress) report({ kind: "progress", subject: progress.subject, ...interruptedOr(word, context.signal) });
    if (operation.kind === "wait" && !operation.required && cause instanceof SlipwayError && !context.signal.aborted) {
      const diagnostic = stackErrors.diagnostic(
        "STACK_DEPENDENCY_SKIPPED",
        { service: operation.service, why: cause.message },
        undefined,
        "warning",
      );
      report({ kind: "diagnostic", diagnostic });
      return;
    }
    throw describeFailure(cause, operation, context);
  }
  if (progress?.end) report({ kind: "progress", subject: progress.subject, state: "done", text: progress.end });
}

/**
 * One engine call. Only what may take long is called off by the signal: a short call that was given up half-way would leave
 * the engine at work on it, and nobody to know how it ended.
 */
async function run(operation: Operation, context: ApplyContext, state: ApplyState): Promise<void> {
  const { engine, signal, report } = context;
  const { containers, networks, volumes } = engine;
  switch (operation.kind) {
    case "pull-image":
      return pullServiceImage(operation, context);
    case "push-image":
      return pushImage(operation, context);
    case "call-provider":
      return callServiceProvider(operation, context);
    case "prepare-model":
      return prepareServiceModel(operation, context);
    case "build-image":
      return state.build(operation.service);
    case "create-network":
      await networks.create(networkCreate(projectOf(context), operation.key));
      return;
    case "remove-network":
      return removeNetwork(operation, context);
    case "disconnect-network":
      return networks.disconnect(operation.networkId, operation.containerId, { force: true });
    case "connect-network":
      return reconnect(operation, context);
    case "create-volume":
      await volumes.create(volumeCreate(projectOf(context), operation.key));
      return;
    case "remove-volume":
      return volumes.remove(operation.volume);
    case "remove-image":
      return removeImage(operation.image, context);
    case "create-container":
      return createContainer(operation, context, state);
    case "start-container":
      return startContainer(operation, context, state);
    case "stop-container": {
      const { timeout } = operation;
      await stopHooks(operation, context);
      return containers.stop(operation.containerId, { signal, ...(timeout === undefined ? {} : { timeout }) });
    }
    case "kill-container":
      return containers.kill(operation.containerId, { killSignal: operation.signal });
    case "pause-container":
      return containers.pause(operation.containerId);
    case "unpause-container":
      return containers.unpause(operation.containerId);
    case "restart-container": {
      const { timeout } = operation;
      await stopHooks(operation, context);
      await containers.restart(operation.containerId, { signal, ...(timeout === undefined ? {} : { timeout }) });
      const service = context.project?.services[operation.service];
      const container = { id: operation.containerId, name: operation.containerName };
      return service && runHooks("post_start", service, container, context);
    }
    case "remove-container": {
      const { containerId, containerName, force, volumes: anonymous, fileVolumes, service } = operation;
      await containers.remove(containerId, { force, volumes: anonymous.length > 0 });
      for (const name of [...anonymous, ...fileVolumes]) await removeUnused(name, context);
      state.ids.delete(containerName);
      state.replaced.delete(containerName);
      state.containersOf.get(service)?.delete(containerName);
      return;
    }
    case "rename-container": {
      const id = idOf(operation, state);
      await containers.rename(id, operation.to);
      state.ids.delete(operation.containerName);
      state.ids.set(operation.to, id);
      state.containersOf.get(operation.service)?.delete(operation.containerName);
      addContainer(state, operation.service, operation.to);
      return;
    }
    case "prove-container":
      return proveContainer(operation, context, state);
    case "delay":
      return setTimeout(operation.ms, undefined, { signal });
    case "wait": {
      const names = [...(state.containersOf.get(operation.service) ?? [])];
      const found = names.map((name) => ({ name, id: state.ids.get(name) ?? "" }));
      const watcher = await state.watcher();
      const { service, condition, required } = operation;
      if (condition === "service_started") return;
      return waitFor({ service, condition, containers: found, required }, { engine, watcher, report, signal });
    }
  }
}
