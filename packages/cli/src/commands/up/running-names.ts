import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import type { ContainerRow } from "@slipway/stack";

/**
 * The names of the containers that run. The engine's list may still call one running whose end the engine has already
 * told of; `inspect` does not.
 */
export async function runningNames(engine: Engine, rows: readonly ContainerRow[]): Promise<Set<string>> {
  const looks = await Promise.all(rows.map(async (row) => ((await isRunning(engine, row.id)) ? [row.name] : [])));
  return new Set(looks.flat());
}

async function isRunning(engine: Engine, id: string): Promise<boolean> {
  try {
    const { State } = await engine.containers.inspect(id);
    return State.Running || State.Restarting;
  } catch (error) {
    if (isSlipwayError(error) && error.code === "ENGINE_NO_SUCH_CONTAINER") return false;
    throw error;
  }
}
