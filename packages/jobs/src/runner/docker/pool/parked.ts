import { randomHex } from "@slipway/core";
import type { Engine, OutputChunk, ProcessStream } from "@slipway/engine";
import { containerBody } from "../container-body.ts";
import type { Exits, Watch } from "../exits.ts";
import type { JobKind } from "../job-kind.ts";
import { labels, parkedName } from "../names.ts";
import type { NetworkClass } from "../network/network-class.ts";
import type { Pause } from "../network/pauses.ts";
import { removeContainer } from "../remove.ts";

/** A started container whose program waits for its job. It is used once, or never. */
export interface Parked {
  readonly container: string;
  readonly live: ProcessStream;
  readonly watch: Watch;
  readonly pause?: Pause;
  /** False as soon as it has ended. */
  readonly isAlive: () => boolean;
}

export interface ParkParts {
  readonly engine: Engine;
  readonly group: string;
  readonly exits: Exits;
  readonly makePause: (way: Exclude<NetworkClass, "none">) => Promise<Pause>;
}

/** Starts a container that waits for its job. When this process ends, its input does, and so does it. */
export async function park({ engine, group, exits, makePause }: ParkParts, kind: JobKind): Promise<Parked> {
  const { way, ...rest } = kind;
  const pause = way === "none" ? undefined : await makePause(way);
  const network = pause ? `container:${pause.id}` : "none";
  const body = containerBody({ ...rest, network }, { [labels.group]: group, [labels.role]: "parked" });
  let container: string | undefined;
  try {
    const name = `${parkedName}${randomHex(8)}`;
    container = (await engine.containers.create(body, { name })).Id;
    const watch = await exits.watch(container);
    const stream = await engine.containers.attach(container, false, { stdin: true });
    await engine.containers.start(container);
    const live = { ...stream, output: await fromReady(stream.output) };
    let isAlive = true;
    void watch.died.then(() => {
      isAlive = false;
    });
    return { container, live, watch, ...(pause ? { pause } : {}), isAlive: () => isAlive };
  } catch (cause) {
    if (container !== undefined) await removeContainer(engine, container);
    await pause?.remove();
    throw cause;
  }
}

export async function unpark(engine: Engine, { container, live, watch, pause }: Parked): Promise<void> {
  watch.forget();
  live.close();
  await removeContainer(engine, container);
  await pause?.remove();
}

/** Waits for the first mark; gives the output from there on. */
async function fromReady(output: AsyncIterable<OutputChunk>): Promise<AsyncIterable<OutputChunk>> {
  const chunks = output[Symbol.asyncIterator]();
  let seen = "";
  while (!seen.endsWith("\n")) {
    const { done, value } = await chunks.next();
    if (done) throw new Error(`a container that was to wait for a job has ended: ${seen.trim()}`);
    seen += Buffer.from(value.data).toString();
  }
  return { [Symbol.asyncIterator]: () => chunks };
}
