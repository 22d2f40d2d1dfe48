import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { failureFields, pause } from "./patience.ts";

export interface ImageKeepingOptions {
  readonly engine: Engine;
  readonly store: Pick<Store, "images">;
  readonly log: Logger;
  /** Who does it, for the audit trail. */
  readonly actor: string;
  /** An image that no job has used for so long is removed. */
  readonly keepMs: number;
  /** Why there is too little room, when there is: then images go before their time, those first that were used longest ago. */
  readonly hindrance?: () => Promise<string | undefined>;
  readonly now?: () => number;
}

/** Keeps account of the images that are pulled for jobs, and removes those that no job uses any more. */
export interface ImageKeeping {
  pulled(image: { readonly name: string; readonly id: string }): Promise<void>;
  used(name: string): void;
  /** Removes what has been kept long enough, or stands in the way. Gives the names. */
  round(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** The use of an image is written down at most so often. */
const usedEveryMs = 600_000;
/** Between two looks for what may go. */
const roundEveryMs = 300_000;

/**
 * Opens the account. Only images that were pulled for jobs are ever removed, only by the name that they were pulled by, and only as long
 * as the name still stands for the very image: what somebody else has tagged, pulled or uses is not touched.
 */
export function keepImages(options: ImageKeepingOptions): ImageKeeping {
  const { engine, store, log, actor, keepMs, hindrance, now = Date.now } = options;
  const over = new AbortController();
  const toldAt = new Map<string, number>();
  let place: string | undefined;
  /** Which engine it is, for all workers that use it. Its id is no answer: Podman makes up a new one whenever it is asked. */
  const whichEngine = async (): Promise<string> => {
    if (place === undefined) {
      const { Name, DockerRootDir } = await engine.system.info();
      place = `${Name}:${DockerRootDir}`;
    }
    return place;
  };

  async function round(): Promise<readonly string[]> {
    const host = await whichEngine();
    const removed: string[] = [];
    for (const image of await store.images.list(host)) {
      const isOld = now() - image.usedAt >= keepMs;
      const full = isOld ? undefined : await hindrance?.();
      if (!isOld && full === undefined) break;
      const found = await engine.images.inspect(image.name);
      // The name stands for another image now, or for none: this one is not ours to remove.
      const isOurs = found?.Id === image.id;
      if (isOurs && !(await untagged(image.name))) continue;
      const why = isOld ? "no job has used it for long" : full;
      const told = await store.images.forget(host, image, actor, isOurs ? why : undefined);
      if (!isOurs || !told) continue;
      removed.push(image.name);
      log("info", "removed an image", { image: image.name, why });
    }
    return removed;
  }

  /** False when a container needs it. */
  async function untagged(name: string): Promise<boolean> {
    try {
      await engine.images.remove(name);
      return true;
    } catch (cause) {
      if (isSlipwayError(cause) && cause.code === "ENGINE_IMAGE_IN_USE") return false;
      throw cause;
    }
  }

  const going = (async () => {
    while (!over.signal.aborted) {
      await pause(roundEveryMs, over.signal);
      if (over.signal.aborted) return;
      await round().catch((cause: unknown) => log("warn", "images could not be looked at", failureFields(cause)));
    }
  })();

  return {
    async pulled(image) {
      await store.images.pulled(await whichEngine(), image);
    },
    used(name) {
      const at = now();
      if (at - (toldAt.get(name) ?? Number.NEGATIVE_INFINITY) < usedEveryMs) return;
      toldAt.set(name, at);
      whichEngine()
        .then((host) => store.images.used(host, name))
        .catch((cause: unknown) => {
          toldAt.delete(name);
          log("warn", "the use of an image was not written down", failureFields(cause));
        });
    },
    round,
    async end() {
      over.abort();
      await going;
    },
  };
}
