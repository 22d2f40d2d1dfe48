import { isSlipwayError } from "@slipway/core";
import { type Caller, segment } from "../call.ts";
import type { ImageCalls } from "../engine.ts";
import type { ImageInspect } from "../types.ts";

/** A reference in a path: the engine wants its slashes as they are. */
function imagePath(name: string, rest = ""): string {
  return `/images/${name.split("/").map(segment).join("/")}${rest}`;
}

/** `/images` and `/build`. Source: Engine API 1.41, "Image". */
export function imageCalls(call: Caller): ImageCalls {
  return {
    async inspect(name, { signal } = {}) {
      try {
        return await call.json<ImageInspect>({
          method: "GET",
          path: imagePath(name, "/json"),
          signal,
          subject: name,
        });
      } catch (cause) {
        if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_IMAGE") return undefined;
        throw cause;
      }
    },
    async tag(name, repository, tag, { signal } = {}) {
      const query = { repo: repository, tag };
      await call.done({
        method: "POST",
        path: imagePath(name, "/tag"),
        query,
        signal,
        subject: name,
      });
    },
    async remove(name, { signal, force } = {}) {
      await call.done({
        method: "DELETE",
        path: imagePath(name),
        query: { force },
        signal,
        subject: name,
      });
    },
    pull() {
      throw new Error("soon");
    },
    push() {
      throw new Error("soon");
    },
    build() {
      throw new Error("soon");
    },
  };
}
