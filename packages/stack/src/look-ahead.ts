import type { ContainerSummary, Engine, NetworkInspect, VolumeInspect } from "@slipway/engine";
import { containersOf } from "./labels.ts";

/** What a look at a project asks the engine that depends on nothing but the project's name. */
export interface Lists {
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly NetworkInspect[];
  readonly volumes: readonly VolumeInspect[];
}

/** What the engine was asked about a project ahead of the look that needs it. */
export interface Ahead {
  readonly projectName: string;
  /** In milliseconds of `performance.now()`. */
  readonly since: number;
  readonly controller: AbortController;
  readonly answers: Map<keyof Lists, Promise<unknown>>;
}

/** An answer older than this many milliseconds does not tell any more what the engine is like. */
const freshness = 1000;

/**
 * Asks the engine what `observe` will ask it, while the project's files are still being read. The first look after it may be given
 * the answers; one that comes after a change must not. What fails is told by that look.
 */
export function lookAhead(engine: Engine, projectName: string, keys: readonly (keyof Lists)[]): Ahead {
  const controller = new AbortController();
  const answers = new Map<keyof Lists, Promise<unknown>>();
  for (const key of keys) {
    const answer = list(key, engine, projectName, controller.signal);
    answer.catch(() => undefined);
    answers.set(key, answer);
  }
  return { projectName, since: performance.now(), controller, answers };
}

/** A list of the engine: the answer that it was asked for ahead, once and while that is fresh, else a new one. */
export function list<Key extends keyof Lists>(
  key: Key,
  engine: Engine,
  projectName: string,
  signal: AbortSignal | undefined,
  ahead?: Ahead,
): Promise<Lists[Key]> {
  const answer = ahead?.answers.get(key) as Promise<Lists[Key]> | undefined;
  if (!ahead || !answer || ahead.projectName !== projectName || performance.now() - ahead.since > freshness)
    return lists[key](engine, signal ? { signal } : {}, projectName);
  ahead.answers.delete(key);
  const callOff = (): void => ahead.controller.abort(signal?.reason);
  if (signal?.aborted) callOff();
  else signal?.addEventListener("abort", callOff, { once: true });
  return answer;
}

const lists: {
  readonly [Key in keyof Lists]: (
    engine: Engine,
    options: { readonly signal?: AbortSignal },
    projectName: string,
  ) => Promise<Lists[Key]>;
} = {
  containers: (engine, options, projectName) =>
    engine.containers.list({ ...options, all: true, filters: { label: containersOf(projectName) } }),
  networks: (engine, options) => engine.networks.list(options),
  volumes: (engine, options) => engine.volumes.list(options),
};
