import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";

/** What an image's name stands for. */
export type ProvidedImage = { readonly id: string } | { readonly why: string };

/** Told of what becomes of images, so that somebody can remove those that no job uses any more. */
export interface ImageWatcher {
  pulled(image: { readonly name: string; readonly id: string }): Promise<void>;
  used(name: string): void;
}

/** {@link provideImage}, asked once for those who ask at the same time. */
export function createImages(engine: Engine, watcher?: ImageWatcher): (name: string) => Promise<ProvidedImage> {
  const asking = new Map<string, Promise<ProvidedImage>>();
  return (name) => {
    watcher?.used(name);
    const asked = asking.get(name) ?? provideImage(engine, name, watcher).finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  };
}

/** The image that a name stands for on the engine, pulled when it is not there; `why`: it cannot be had. */
async function provideImage(engine: Engine, name: string, watcher: ImageWatcher | undefined): Promise<ProvidedImage> {
  const there = await engine.images.inspect(name);
  if (there) return { id: there.Id };
  try {
    for await (const _ of engine.images.pull(name));
  } catch (cause) {
    if (!isSlipwayError(cause) || /^ENGINE_(UNREACHABLE|CONNECTION_LOST|PERMISSION)$/.test(cause.code)) throw cause;
    return { why: cause.message };
  }
  const pulled = await engine.images.inspect(name);
  if (pulled) await watcher?.pulled({ name, id: pulled.Id });
  return pulled ? { id: pulled.Id } : { why: `the engine does not have the image ${name} after it was pulled` };
}
