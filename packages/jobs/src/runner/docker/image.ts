import { isSlipwayError } from "@slipway/core";
import type { Engine, EngineEvent } from "@slipway/engine";
import { subscription } from "./subscription.ts";

/** What an image's name stands for. */
export type ProvidedImage = { readonly id: string } | { readonly why: string };

/** Told of what becomes of images, so that somebody can remove those that no job uses any more. */
export interface ImageWatcher {
  pulled(image: { readonly name: string; readonly id: string }): Promise<void>;
  used(name: string): void;
}

/** The images of jobs, by their names. */
export interface Images {
  /** The image that a name stands for on the engine, pulled when it is not there; `why`: it cannot be had. */
  provide(name: string): Promise<ProvidedImage>;
  close(): void;
}

/** Asks the engine once for those who ask at the same time, and not again before it has told of a change to any of its images. */
export function createImages(engine: Engine, watcher?: ImageWatcher): Images {
  const closed = new AbortController();
  const asking = new Map<string, Promise<ProvidedImage>>();
  const known = new Map<string, string>();
  let changes = 0;
  const subscribed = subscription(subscribe);
  const forget = (): void => {
    changes += 1;
    known.clear();
  };

  /** Whether changes are told of from now on. Podman has no containers that wait: nothing would be won. */
  async function watches(): Promise<boolean> {
    if ((await engine.kind()) === "podman") return false;
    await subscribed.stands();
    return true;
  }

  async function subscribe(): Promise<void> {
    void follow(await engine.system.events({ signal: closed.signal, filters: { type: ["image"] } }));
  }

  async function follow(events: AsyncIterable<EngineEvent>): Promise<void> {
    try {
      for await (const _ of events) forget();
    } catch (cause) {
      if (!isSlipwayError(cause) && !closed.signal.aborted) throw cause;
    } finally {
      subscribed.lost();
      forget();
    }
  }

  async function ask(name: string): Promise<ProvidedImage> {
    const isTold = await watches();
    const before = changes;
    const there = await engine.images.inspect(name);
    if (!there) return await pulled(engine, name, watcher);
    if (isTold && changes === before) known.set(name, there.Id);
    return { id: there.Id };
  }

  return {
    async provide(name) {
      watcher?.used(name);
      const id = known.get(name);
      if (id !== undefined) return { id };
      const asked = asking.get(name) ?? ask(name).finally(() => asking.delete(name));
      asking.set(name, asked);
      return await asked;
    },
    close: () => closed.abort(),
  };
}

async function pulled(engine: Engine, name: string, watcher: ImageWatcher | undefined): Promise<ProvidedImage> {
  try {
    for await (const _ of engine.images.pull(name));
  } catch (cause) {
    if (!isSlipwayError(cause) || /^ENGINE_(UNREACHABLE|CONNECTION_LOST|PERMISSION)$/.test(cause.code)) throw cause;
    return { why: cause.message };
  }
  const found = await engine.images.inspect(name);
  if (found) await watcher?.pulled({ name, id: found.Id });
  return found ? { id: found.Id } : { why: `the engine does not have the image ${name} after it was pulled` };
}
