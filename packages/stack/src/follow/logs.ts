import { isSlipwayError } from "@slipway/core";
import type { ContainerSummary, Engine, EngineEvent } from "@slipway/engine";
import { containersOf, label } from "../labels.ts";
import type { ObservedContainers } from "../observed.ts";
import { toLines } from "./lines.ts";
import { mergeByTime } from "./merge.ts";
import { Queue } from "./queue.ts";

/** One line that a container printed, its end, or that it was started anew. */
export type LogLine =
  | {
      /** The container's name. */
      readonly container: string;
      readonly service: string;
      readonly number: number;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
      /** When the engine received it, RFC 3339 with nanoseconds. */
      readonly timestamp: string;
    }
  | { readonly container: string; readonly service: string; readonly number: number; readonly exit: number }
  | { readonly container: string; readonly service: string; readonly number: number; readonly started: true };

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Empty or absent: all. */
  readonly services?: readonly string[];
  /** Only this replica of each service. */
  readonly index?: number;
  /** Go on with what comes, through restarts and with containers that appear later, until the signal. */
  readonly follow?: boolean;
  /** Lines from the end of each container's log; absent: all. */
  readonly tail?: number | "all";
  /** Seconds since 1970 or RFC 3339. */
  readonly since?: string;
  readonly until?: string;
  /** The containers as they were seen just now, which spares a look when nothing is followed. */
  readonly observed?: ObservedContainers;
}

interface Source {
  readonly id: string;
  readonly container: string;
  readonly service: string;
  readonly number: number;
}

/** The output of a project's containers: what is there in the order of its time, then what comes as it comes; lines that come together are given together. */
export async function* followLogs(
  engine: Engine,
  projectName: string,
  options: FollowOptions,
): AsyncGenerator<readonly LogLine[], void> {
  if (options.follow) {
    yield* new Follower(engine, projectName, options).run();
    return;
  }
  const sources = options.observed
    ? seenSources(options.observed, options)
    : await listSources(engine, projectName, options);
  yield* mergeByTime(sources.map((source) => readLog(engine, source, { ...options, follow: false })));
}

async function listSources(engine: Engine, projectName: string, options: FollowOptions): Promise<Source[]> {
  const filters = { label: [...containersOf(projectName), `${label.oneOff}=False`] };
  const containers = await engine.containers.list({ all: true, filters, signal: options.signal });
  const sources = containers.map(sourceOf).filter((source) => isWanted(source, options));
  return sources.sort(byName);
}

function seenSources({ containers }: ObservedContainers, options: FollowOptions): Source[] {
  return containers
    .filter(({ oneOff }) => !oneOff)
    .map(({ id, name, service, number }) => ({ id, container: name, service, number }))
    .filter((source) => isWanted(source, options))
    .sort(byName);
}

function byName(a: Source, b: Source): number {
  return a.container < b.container ? -1 : 1;
}

function sourceOf({ Id, Names, Labels }: Pick<ContainerSummary, "Id" | "Names" | "Labels">): Source {
  return {
    id: Id,
    container: (Names[0] ?? Id).replace(/^\//, ""),
    service: Labels[label.service] ?? "",
    number: Number(Labels[label.containerNumber] ?? 1),
  };
}

function isWanted({ service, number }: Source, { services = [], index }: FollowOptions): boolean {
  return (services.length === 0 || services.includes(service)) && (index === undefined || index === number);
}

type Line = Extract<LogLine, { text: string }>;

/** One container's log from the engine. The time that the engine puts before each line is cut off again. */
async function* readLog(
  engine: Engine,
  { id, ...source }: Source,
  options: Pick<FollowOptions, "signal" | "tail" | "since" | "until" | "follow">,
): AsyncGenerator<readonly Line[], void> {
  const { signal, follow, tail, since, until } = options;
  const output = await engine.containers.logs(id, undefined, {
    signal,
    timestamps: true,
    stdout: true,
    stderr: true,
    follow: follow ?? false,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  });
  const { container, service, number } = source;
  for await (const { stream, texts } of toLines(output, { times: true })) {
    yield texts.map((text) => {
      const space = text.indexOf(" ");
      return { container, service, number, stream, timestamp: text.slice(0, space), text: text.slice(space + 1) };
    });
  }
}

/** So many lots of lines may wait for the reader; each is what came together from the engine. */
const plenty = 32;

/** How far a container's log was given: the engine's clock may be as coarse as a second, so lines of the last time are counted. */
interface Given {
  readonly last: string;
  readonly count: number;
}

/**
 * Follows containers through their lives: a log that ends because its container stopped is opened again at the next start,
 * from the last line that was given, so that no line is lost or doubled.
 */
class Follower {
  readonly #engine: Engine;
  readonly #projectName: string;
  readonly #options: FollowOptions;
  readonly #queue = new Queue<readonly LogLine[]>(plenty);
  readonly #given = new Map<string, Given>();
  /** What is being done about each container; the next thing begins when it is over. */
  readonly #doing = new Map<string, Promise<void>>();
  /** Ends the reading of a container's log. */
  readonly #leave = new Map<string, AbortController>();

  constructor(engine: Engine, projectName: string, options: FollowOptions) {
    this.#engine = engine;
    this.#projectName = projectName;
    this.#options = options;
  }

  async *run(): AsyncGenerator<readonly LogLine[], void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, ended.signal]);
    const events = await this.#engine.system.events({
      signal,
      filters: { type: ["container"], label: containersOf(this.#projectName) },
    });
    const sources = await listSources(this.#engine, this.#projectName, this.#options);
    const goesOn = (await this.#engine.kind()) === "podman";
    for (const source of sources) this.#then(source, () => this.#copy(source, signal));
    void this.#watch(events, signal, goesOn);
    const close = (): void => this.#queue.close();
    signal.addEventListener("abort", close, { once: true });
    try {
      yield* this.#queue;
    } finally {
      ended.abort();
      signal.removeEventListener("abort", close);
    }
  }

  /** `goesOn`: a followed log does not end with its container but may go on into the next run, or be stuck at its begin (Podman 4.3). */
  async #watch(events: AsyncIterable<EngineEvent>, signal: AbortSignal, goesOn: boolean): Promise<void> {
    try {
      for await (const { Action, Actor } of events) {
        const source = sourceOf({ Id: Actor.ID, Names: [Actor.Attributes.name ?? ""], Labels: Actor.Attributes });
        if (Actor.Attributes[label.oneOff] === "True" || !isWanted(source, this.#options)) continue;
        if (Action === "start") {
          if (goesOn) this.#leave.get(source.id)?.abort();
          this.#then(source, () => this.#tell(source, { started: true }));
          this.#then(source, () => this.#copy(source, signal));
        }
        if (Action === "die")
          this.#then(source, () => this.#tell(source, { exit: Number(Actor.Attributes.exitCode ?? 0) }));
        if (Action === "destroy") this.#then(source, () => this.#forget(source));
      }
      this.#queue.close();
    } catch (failure) {
      if (signal.aborted) this.#queue.close();
      else this.#queue.fail(failure);
    }
  }

  /** Containers do not wait for each other, but what is about one of them comes in order: its exit after its last line. */
  #then(source: Source, work: () => void | Promise<void>): void {
    this.#doing.set(source.id, (this.#doing.get(source.id) ?? Promise.resolve()).then(work));
  }

  #tell({ container, service, number }: Source, what: { readonly exit: number } | { readonly started: true }): void {
    this.#queue.push([{ container, service, number, ...what }]);
  }

  #forget({ id }: Source): void {
    this.#given.delete(id);
    this.#doing.delete(id);
    this.#leave.delete(id);
  }

  async #copy(source: Source, ended: AbortSignal): Promise<void> {
    const leaving = new AbortController();
    this.#leave.set(source.id, leaving);
    const signal = AbortSignal.any([ended, leaving.signal]);
    const before = this.#given.get(source.id);
    const { tail, since, until } = this.#options;
    const from = before ? { since: before.last } : { tail: tail ?? "all", ...(since === undefined ? {} : { since }) };
    const options = { signal, follow: true, ...from, ...(until === undefined ? {} : { until }) };
    let doubled = before?.count ?? 0;
    try {
      for await (const lot of readLog(this.#engine, source, options)) {
        const lines = lot.filter(
          ({ timestamp }) => !before || timestamp > before.last || (timestamp === before.last && doubled-- <= 0),
        );
        if (lines.length === 0) continue;
        this.#count(source, lines);
        await this.#queue.room();
        this.#queue.push(lines);
      }
    } catch (failure) {
      // A container may go while its log is opened.
      const gone = isSlipwayError(failure) && failure.code === "ENGINE_NO_SUCH_CONTAINER";
      if (!signal.aborted && !gone) this.#queue.fail(failure);
    }
  }

  #count({ id }: Source, lines: readonly Line[]): void {
    const last = lines.at(-1)?.timestamp ?? "";
    const earlier = lines.findLastIndex(({ timestamp }) => timestamp !== last);
    const before = this.#given.get(id);
    const carried = earlier === -1 && before?.last === last ? before.count : 0;
    this.#given.set(id, { last, count: carried + lines.length - 1 - earlier });
  }
}
