import { isSlipwayError } from "@slipway/core";

/** What a call gives, or undefined when it fails with one of these codes of the engine's errors. */
export async function unless<T>(codes: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (cause) {
    if (isSlipwayError(cause) && codes.includes(cause.code)) return undefined;
    throw cause;
  }
}

/** A container that is gone, or does not run. */
export const gone = ["ENGINE_NO_SUCH_CONTAINER", "ENGINE_NOT_RUNNING", "ENGINE_CONFLICT"] as const;
