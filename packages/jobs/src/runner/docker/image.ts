import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";

/** The image that a name stands for on the engine, pulled when it is not there; `why`: it cannot be had. */
export async function provideImage(
  engine: Engine,
  name: string,
): Promise<{ readonly id: string } | { readonly why: string }> {
  const there = await engine.images.inspect(name);
  if (there) return { id: there.Id };
  try {
    for await (const _ of engine.images.pull(name));
  } catch (cause) {
    if (!isSlipwayError(cause) || /^ENGINE_(UNREACHABLE|CONNECTION_LOST|PERMISSION)$/.test(cause.code)) throw cause;
    return { why: cause.message };
  }
  const pulled = await engine.images.inspect(name);
  return pulled ? { id: pulled.Id } : { why: `the engine does not have the image ${name} after it was pulled` };
}
