import { isSlipwayError, randomHex } from "@slipway/core";
import type { Engine, ProcessStream } from "@slipway/engine";
import { createEgress, type Egress, type EgressOptions } from "../../egress/egress.ts";
import type { RunRequest } from "../../runner.ts";
import type { RunNetwork } from "../docker-run.ts";
import { gone, unless } from "../engine-errors.ts";
import type { Exits } from "../exits.ts";
import { labels, pauseName, unusedPause } from "../names.ts";
import { removeContainer } from "../remove.ts";
import { bridgeOf } from "./bridge.ts";
import type { NetworkClass } from "./network-class.ts";
import { pauseBody } from "./pause-body.ts";
import { serveRelay } from "./relay.ts";

export interface PausesOptions extends EgressOptions {
  readonly engine: Engine;
  readonly group: string;
  readonly exits: Exits;
  /** Name of an image with busybox. */
  readonly image: string;
  readonly dns: readonly string[];
}

/** A container that has a network which no job has used yet. */
export interface Pause {
  /** Id of the container. */
  readonly id: string;
  /** Gives it to a job, whose connections this process carries from now on. */
  give(request: RunRequest): Egress;
  /** Gives it the name of the job that has it, by which others find it, and lets it outlive this process. */
  keep(request: RunRequest): Promise<void>;
  /** Settles when it has ended, and the job's network with it. */
  readonly died: Promise<void>;
  remove(): Promise<void>;
  /** False as soon as it has ended. */
  isAlive(): boolean;
}

/** Makes containers that own networks, one for each job. */
export function createPauses(options: PausesOptions) {
  const { engine, group, exits, image, dns } = options;
  const carried = new Set<ProcessStream>();
  let bridge: Promise<string> | undefined;

  async function make(way: Exclude<NetworkClass, "none">): Promise<Pause> {
    if (way === "internet") {
      bridge ??= bridgeOf(engine, group);
      // The next job tries again.
      bridge.catch(() => {
        bridge = undefined;
      });
    }
    const body = pauseBody(
      way,
      { image, dns, bridge: (await bridge) ?? "none" },
      { [labels.group]: group, [labels.role]: "pause" },
    );
    const { Id: id } = await engine.containers.create(body, {
      name: `${unusedPause}${randomHex(8)}`,
    });
    const remove = () => removeContainer(engine, id);
    try {
      const stream = await engine.containers.attach(id, false, { stdin: true });
      await engine.containers.start(id);
      const opened = await untilReady(stream);
      const watch = await exits.watch(id);
      let isAlive = true;
      void watch.died.then(() => {
        isAlive = false;
      });
      return {
        id,
        remove,
        isAlive: () => isAlive,
        died: watch.died,
        give(request) {
          const egress = createEgress(request.spec, options);
          carry(stream, serveRelay(engine, id, opened, egress));
          return egress;
        },
        async keep(request) {
          // Without its name nobody would know whose it is when this process has gone: then it shall go too.
          const isThere = await unless(
            gone,
            engine.containers.rename(id, pauseName(request)).then(() => true),
          );
          if (isThere) await stream.write(Buffer.from("keep\n"));
        },
      };
    } catch (cause) {
      await remove();
      throw cause;
    }
  }

  /** Carries the connections of a job that another worker has started. */
  async function takeOver(id: string, request: RunRequest): Promise<RunNetwork> {
    const egress = createEgress(request.spec, options);
    const { died, tell } = await exits.watch(id);
    const stream = await unless(gone, engine.containers.attach(id, false));
    if (stream) carry(stream, serveRelay(engine, id, stream.output, egress));
    else tell();
    return { died, egress };
  }

  /** Ends with the job's network, or with the engine's connection, whose loss the run itself tells of. */
  function carry(stream: ProcessStream, serving: Promise<void>): void {
    carried.add(stream);
    serving
      .catch((cause: unknown) => {
        if (!isSlipwayError(cause)) throw cause;
      })
      .finally(() => carried.delete(stream));
  }

  /** Another worker carries the connections of the jobs from now on. */
  function close(): void {
    for (const stream of carried) stream.close();
  }

  return { make, takeOver, close };
}

/** Waits for the line `ready`; gives what comes after it. */
async function untilReady(stream: ProcessStream): Promise<ProcessStream["output"]> {
  const output = stream.output[Symbol.asyncIterator]();
  let seen = "";
  for (;;) {
    const { done, value } = await output.next();
    if (done) throw new Error(`the container for a network ended: ${seen.trim()}`);
    seen += Buffer.from(value.data).toString();
    // Nobody can have connected yet, so that nothing stands behind the line.
    if (/^ready$/m.test(seen)) return { [Symbol.asyncIterator]: () => output };
  }
}
