import { isSlipwayError, type SlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import type { Machine } from "./machine.ts";

export type Answer<Value> = { readonly value: Value } | { readonly error: SlipwayError };

/** What the engine answers, or why it does not: an engine that is absent is an ordinary answer here. */
export async function askEngine<Value>(
  machine: Machine,
  ask: (engine: Engine) => Promise<Value>,
): Promise<Answer<Value>> {
  let engine: Engine | undefined;
  try {
    engine = machine.engine();
    return { value: await ask(engine) };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { error };
  } finally {
    engine?.close();
  }
}
