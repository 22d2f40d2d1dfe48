import { isSlipwayError } from "@slipway/core";
import { joinGroup } from "../cures.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Whether this user may speak to the engine. */
export async function probePermission(machine: Machine): Promise<Finding> {
  const id = "permission";
  const engine = machine.engine();
  try {
    await engine.system.ping();
    return { id, state: "good", text: `${await machine.userName()} may use the engine` };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    if (error.code !== "ENGINE_PERMISSION") return { id, state: "note", text: "not known: no engine answers" };
    return { id, state: "bad", text: error.message, cure: await joinGroup(machine) };
  } finally {
    engine.close();
  }
}
