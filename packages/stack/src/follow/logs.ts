import { isSlipwayError } from "@slipway/core";
import type { ContainerSummary, Engine, EngineEvent } from "@slipway/engine";
import { containersOf, label } from "../labels.ts";
import { toLines } from "./lines.ts";
import { mergeByTime } from "./merge.ts";
import { Queue } from "./queue.ts";

/** One line that a container printed, or its end. */
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
  | { readonly container: string; readonly service: string; readonly number: number; readonly exit: number };

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
  /** Begin with what is printed from now on. */
  readonly onlyNew?: boolean;
}

interface Source {
  readonly id: string;
  readonly container: string;
  readonly service: string;
  readonly number: number;
}

/** The output of a project's containers, line by line: what is there in the order of its time, then what comes as it comes. */
export async function* followLogs(
  engine: Engine,
  projectName: string,
  options: FollowOptions,
): AsyncGenerator<LogLine, void> {
  if (options.follow) {
    yield* new Follower(engine, projectName, options).run();
    return;
  }
  const sources = await listSources(engine, projectName, options);
  yield* mergeByTime(sources.map((source) => readLog(engine, source, { ...options, follow: false })));
}

async function listSources(engine: Engine, projectName: string, options: FollowOptions): Promise<Source[]> {
  const filters = { label: [...containersOf(projectName), `${label.oneOff}=False`] };
  const containers = await engine.containers.list({ all: true, filters, signal: options.signal });
  const sources = containers.map(sourceOf).filter((source) => isWanted(source, options));
  return sources.sort((a, b) => (a.container < b.container ? -1 : 1));
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
): AsyncGenerator<Line, void> {
  const { signal, follow, tail, since, until } = options;
  const { Config } = await engine.containers.inspect(id, { signal });
  const output = await engine.containers.logs(id, Config.Tty === true, {
    signal,
    timestamps: true,
    stdout: true,
    stderr: true,
    follow: follow ?? false,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  });
  for await (const { stream, text } of toLines(output, { times: true })) {
    const space = text.indexOf(" ");
    yield { ...source, stream, timestamp: text.slice(0, space), text: text.slice(space + 1) };
  }
}

/**
 * Follows containers through their lives: a log that ends because its container stopped is opened again at the next start,
 * from the last line that was given, so that no line is lost or doubled.
 */
class Follower {
  readonly #engine: Engine;
  readonly #projectName: string;
  readonly #options: FollowOptions;
  readonly #queue = new Queue<LogLine>();
  readonly #last = new Map<string, string>();
  readonly #open = new Map<string, Promise<void>>();

  constructor(engine: Engine, projectName: string, options: FollowOptions) {
    this.#engine = engine;
    this.#projectName = projectName;
    this.#options = options;
  }

  async *run(): AsyncGenerator<LogLine, void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, ended.signal]);
    const start = new Date().toISOString();
    const events = await this.#engine.system.events({
      signal,
      filters: { type: ["container"], label: containersOf(this.#projectName) },
    });
    const sources = await listSources(this.#engine, this.#projectName, this.#options);
    for (const source of sources) {
      if (this.#options.onlyNew) this.#last.set(source.id, start);
      this.#read(source, signal);
    }
    void this.#watch(events, signal);
    const close = (): void => this.#queue.close();
    signal.addEventListener("abort", close, { once: true });
    try {
      yield* this.#queue;
    } finally {
      ended.abort();
      signal.removeEventListener("abort", close);
    }
  }

  async #watch(events: AsyncIterable<EngineEvent>, signal: AbortSignal): Promise<void> {
    try {
      for await (const { Action, Actor } of events) {
        const source = sourceOf({ Id: Actor.ID, Names: [Actor.Attributes.name ?? ""], Labels: Actor.Attributes });
        if (Actor.Attributes[label.oneOff] === "True" || !isWanted(source, this.#options)) continue;
        if (Action === "start") this.#read(source, signal);
        else if (Action === "die") await this.#end(source, Number(Actor.Attributes.exitCode ?? 0));
      }
      this.#queue.close();
    } catch (failure) {
      if (signal.aborted) this.#queue.close();
      else this.#queue.fail(failure);
    }
  }

  /** The exit comes after the container's last line. */
  async #end(source: Source, exit: number): Promise<void> {
    await this.#open.get(source.id);
    const { id: _, ...named } = source;
    this.#queue.push({ ...named, exit });
  }

  #read(source: Source, signal: AbortSignal): void {
    const before = this.#open.get(source.id) ?? Promise.resolve();
    this.#open.set(
      source.id,
      before.then(() => this.#copy(source, signal)),
    );
  }

  async #copy(source: Source, signal: AbortSignal): Promise<void> {
    const last = this.#last.get(source.id);
    const { tail, since, until } = this.#options;
    const from =
      last === undefined ? { tail: tail ?? "all", ...(since === undefined ? {} : { since }) } : { since: last };
    const options = { signal, follow: true, ...from, ...(until === undefined ? {} : { until }) };
    try {
      for await (const line of readLog(this.#engine, source, options)) {
        if (last !== undefined && line.timestamp <= last) continue;
        this.#last.set(source.id, line.timestamp);
        await this.#queue.room();
        this.#queue.push(line);
      }
    } catch (failure) {
      // A container may go while its log is opened.
      const gone = isSlipwayError(failure) && failure.code === "ENGINE_NO_SUCH_CONTAINER";
      if (!signal.aborted && !gone) this.#queue.fail(failure);
    }
  }
}
