import { createRedactor } from "@slipway/core";
import type { Engine, ProcessStream } from "@slipway/engine";
import type { Applied } from "../../job/job.ts";
import { contractRoot } from "../contract/job-script.ts";
import { type Mark, markBegin } from "../contract/marks.ts";
import { createOutputReader } from "../contract/reader.ts";
import type { Egress } from "../egress/egress.ts";
import type {
  ArtifactFile,
  RefusedArtifact,
  Run,
  RunEnd,
  RunOutput,
  RunRequest,
  RunStatus,
  StopReason,
} from "../runner.ts";
import { appliedOf } from "./applied.ts";
import { keptArtifacts } from "./artifacts.ts";
import { endOfContainer, endOfMark } from "./end.ts";
import { gone, unless } from "./engine-errors.ts";
import type { Watch } from "./exits.ts";
import { readResult } from "./result.ts";

export interface DockerRunParts {
  readonly engine: Engine;
  /** Id of the container. */
  readonly container: string;
  /** Name of the image, as the job or the runner's owner wrote it. */
  readonly image: string;
  readonly request: RunRequest;
  readonly watch: Watch;
  /** The connection that the job was given over; absent for a run that another worker has started. */
  readonly live?: ProcessStream;
  /** Settles when the container has the name by which others find it. */
  readonly named?: Promise<void>;
  /** Of a job whose network another container has. */
  readonly network?: RunNetwork;
}

export interface RunNetwork {
  /** Decides about the job's connections, when they go through this process. */
  readonly egress: Egress;
  /** Settles when the container that has the network has ended: a job is not left without its network. */
  readonly died: Promise<void>;
}

/** Milliseconds that program.sh has to end what is left after the grace period. */
const patience = 2_000;

/** An attempt in a container of its own. */
export class DockerRun implements Run {
  readonly job: string;
  readonly attempt: number;
  readonly #parts: DockerRunParts;
  readonly #heard = Promise.withResolvers<void>();
  readonly #endMark = Promise.withResolvers<Extract<Mark, { kind: "end" }>>();
  readonly #end: Promise<RunEnd>;
  #live: ProcessStream | undefined;
  #settled: RunEnd | undefined;
  #stop: StopReason | undefined;
  #heardEnd = false;
  #hasNoResult = false;
  #checkout: { readonly commit: string; readonly tree: string } | undefined;

  constructor(parts: DockerRunParts) {
    this.job = parts.request.job;
    this.attempt = parts.request.attempt;
    this.#parts = parts;
    this.#live = parts.live;
    this.#end = Promise.race([this.#endMark.promise.then((mark) => this.#whole(mark)), this.#death()]);
    void parts.network?.died.then(() => this.#lostNetwork());
    this.#end.then(
      (end) => {
        this.#settled = end;
      },
      () => undefined,
    );
  }

  async applied(): Promise<Applied> {
    const { engine, container, image, named } = this.#parts;
    await named;
    return { ...appliedOf(await engine.containers.inspect(container), image), ...this.#checkout };
  }

  async status(): Promise<RunStatus> {
    if (this.#settled) return { state: "ended", end: this.#settled };
    const { engine, container } = this.#parts;
    const inspect = await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(container));
    if (inspect?.State.Status === "created") return { state: "starting" };
    if (inspect?.State.Running) return { state: "running" };
    return { state: "ended", end: await this.#end };
  }

  async *logs(from: number, signal?: AbortSignal): AsyncGenerator<RunOutput, void> {
    let at = from;
    const live = this.#live;
    if (live && from === 0) {
      // Only one can read what comes over the connection; whoever comes later reads the engine's log.
      this.#live = undefined;
      const stop = (): void => live.close();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        for await (const piece of this.#read(kept(live.output), 0, false)) {
          yield piece;
          at = piece.offset + piece.bytes.length;
        }
      } finally {
        signal?.removeEventListener("abort", stop);
        // A connection that nobody reads would bring the job to a halt.
        stop();
      }
      signal?.throwIfAborted();
      if (this.#heardEnd) return;
    }
    // The engine's log has everything from the first byte on. A connection that broke is no reason to lose what came after.
    const { engine, container } = this.#parts;
    const log = await unless(
      gone,
      engine.containers.logs(container, false, { follow: true, ...(signal ? { signal } : {}) }),
    );
    if (log) yield* this.#read(log, at, true);
  }

  /** What is behind an offset of a container's output, read from its first byte. */
  async *#read(
    source: AsyncIterable<{ readonly data: Uint8Array }>,
    from: number,
    isLast: boolean,
  ): AsyncGenerator<RunOutput, void> {
    const reader = createOutputReader(createRedactor([...this.#parts.request.secrets.values()]));
    let isFirst = isLast;
    for await (const { data } of source) {
      // The engine's log no longer has its beginning: nobody can tell any more at which offset it goes on.
      if (isFirst && data[0] !== markBegin) return await this.#outgrown();
      isFirst = false;
      const { output, marks } = reader.push(data);
      yield* behind(output, from);
      for (const mark of marks) this.#hear(mark);
      if (marks.some(({ kind }) => kind === "end")) return;
    }
    if (isLast) yield* behind(reader.end().output, from);
  }

  /** Its own connections would fail as if it were to blame. One that is about to end is not disturbed. */
  async #lostNetwork(): Promise<void> {
    // An end that cannot be told, because the engine is away, is told to whoever waits for it: they attach to the job anew.
    if (this.#settled || (await this.#endsWithin(patience).catch(() => true))) return;
    const { engine, container } = this.#parts;
    // An engine that is away is asked for the container when it is back, and tells of this anew.
    await unless(gone, engine.containers.kill(container, { killSignal: "SIGKILL" })).catch(() => undefined);
  }

  /** Ends a job that has printed more than the engine keeps, while nobody read it. */
  async #outgrown(): Promise<void> {
    this.#stop ??= "log_limit";
    const { engine, container } = this.#parts;
    await unless(gone, engine.containers.kill(container, { killSignal: "SIGKILL" }));
  }

  #hear(mark: Mark): void {
    this.#heard.resolve();
    if (mark.kind === "checkout") this.#checkedOut(mark);
    if (mark.kind === "no-result") this.#hasNoResult = true;
    if (mark.kind !== "end") return;
    this.#heardEnd = true;
    this.#endMark.resolve(mark);
  }

  /** Closes the way to the repository's server, and lets the job go on. */
  #checkedOut({ commit, tree }: Extract<Mark, { kind: "checkout" }>): void {
    this.#checkout ??= { commit, tree };
    this.#parts.network?.egress.checkedOut();
    // Fails when the container is gone; then its end is told elsewhere.
    this.#parts.live?.write(Buffer.from("\n")).catch(() => undefined);
  }

  async cancel(why: StopReason): Promise<void> {
    if (this.#settled) return;
    this.#stop ??= why;
    const { engine, container, request } = this.#parts;
    const kill = async (killSignal: string): Promise<void> => {
      await unless(gone, engine.containers.kill(container, { killSignal }));
    };
    // A signal is lost on a program that has not begun.
    await within(patience, this.#heard.promise);
    await kill("SIGTERM");
    if (await this.#endsWithin(request.spec.graceMs)) return;
    await kill("SIGUSR1");
    if (await this.#endsWithin(patience)) return;
    await kill("SIGKILL");
    await this.#end;
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    return await within(milliseconds, this.#end);
  }

  async ended(signal?: AbortSignal): Promise<RunEnd> {
    if (!signal) return await this.#end;
    signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([this.#end, promise]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async artifacts(keep: (artifact: ArtifactFile) => Promise<void>): Promise<readonly RefusedArtifact[] | "lost"> {
    const { engine, container, request } = this.#parts;
    const refused = await keptArtifacts(engine, container, request.spec, keep);
    return (await this.#isThere()) ? refused : "lost";
  }

  /**
   * Whether what the job left can still be read: it lies in memory, and is gone with the container. Docker also loses sight of it when it
   * crashes under containers that run on (live-restore): it then shows an empty folder in its place.
   */
  async #isThere(): Promise<boolean> {
    const { engine, container } = this.#parts;
    const found = await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(container));
    if (found?.State.Running !== true) return false;
    // Made before anything of the job runs; a job may remove one of them.
    for (const name of ["workspace", "home", "inputs.json"]) {
      const path = `${contractRoot}/${name}`;
      if (await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.statPath(container, path))) return true;
    }
    return false;
  }

  async #whole(mark: Extract<Mark, { kind: "end" }>): Promise<RunEnd> {
    const { engine, container } = this.#parts;
    this.#parts.watch.forget();
    if (this.#hasNoResult) return this.#told(this.#ofMark(mark));
    const result = await readResult(engine, container);
    // What would end as passed, and has lost what it was run for, has not passed.
    if (result === undefined && mark.reason === "exit" && !(await this.#isThere()))
      return this.#told({ reason: "infra", message: lostResult });
    return this.#told({ ...this.#ofMark(mark), ...(result === undefined ? {} : { result }) });
  }

  async #death(): Promise<RunEnd> {
    const { engine, container, watch } = this.#parts;
    await watch.died;
    const inspect = await unless(["ENGINE_NO_SUCH_CONTAINER"], engine.containers.inspect(container));
    return this.#told(endOfContainer(inspect, this.#stop));
  }

  #ofMark(mark: Extract<Mark, { kind: "end" }>): RunEnd {
    const end = endOfMark(mark, this.#stop);
    // The connections of a checkout go with the worker that carried them: no fault of the job.
    if (end.reason !== "checkout" || this.#parts.live) return end;
    return { ...end, reason: "infra", message: "the worker was lost during the checkout" };
  }

  #told(end: RunEnd): RunEnd {
    const { network } = this.#parts;
    const fault = end.reason === "checkout" ? network?.egress.fault() : undefined;
    const message = fault === undefined ? end.message : `${end.message}: ${fault}`;
    return { ...end, message, ...this.#checkout, ...(network ? { egress: network.egress.report() } : {}) };
  }
}

/** What people read of a job whose container was gone before its result was read. */
const lostResult = "the container was killed from outside before the result was read";

/** Whether something settles within so many milliseconds. */
async function within(milliseconds: number, something: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  try {
    return await Promise.race([something.then(() => true), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The values of an iterable that does not end when its reader leaves. */
function kept<T>(values: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = values[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

function* behind(output: readonly RunOutput[], from: number): Generator<RunOutput, void> {
  for (const piece of output) {
    const { offset, bytes } = piece;
    if (offset >= from) yield piece;
    else if (offset + bytes.length > from) yield { offset: from, bytes: bytes.subarray(from - offset) };
  }
}
