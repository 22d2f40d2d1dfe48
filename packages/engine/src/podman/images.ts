import { isSlipwayError } from "@slipway/core";
import type { ImageCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import { pause } from "./pause.ts";
import { imageInDockersWords } from "./words.ts";

/**
 * `/images` of an engine that may be Podman, in Docker's words. To tell of one image Podman reads all that it has, and fails when one
 * of them is made or removed meanwhile, by whomever: it is asked again.
 * Source: containers/common `libimage/layer_tree.go`.
 */
export function imagesOfAnyKind(calls: ImageCalls, kind: () => Promise<EngineKind>): ImageCalls {
  return {
    ...calls,
    async inspect(name, options = {}) {
      const found = await againWhileChanging(() => calls.inspect(name, options), options.signal);
      return found && (await kind()) === "podman" ? imageInDockersWords(found) : found;
    },
    list: (options = {}) => againWhileChanging(() => calls.list(options), options.signal),
    remove: (name, options = {}) => againWhileChanging(() => calls.remove(name, options), options.signal),
  };
}

/** Milliseconds: long enough for builds that come one after the other. */
const firstPause = 50;
const longestPause = 500;
const attempts = 16;

async function againWhileChanging<T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (cause) {
      if (!isSlipwayError(cause) || cause.code !== "ENGINE_IMAGES_CHANGING" || attempt === attempts) throw cause;
    }
    await pause(Math.min(firstPause * 2 ** (attempt - 1), longestPause), signal);
  }
}
