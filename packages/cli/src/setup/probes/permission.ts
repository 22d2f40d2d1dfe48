import { askEngine } from "../ask-engine.ts";
import { joinGroup } from "../cures.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Whether this user may speak to the engine. */
export async function probePermission(machine: Machine): Promise<Finding> {
  const id = "permission";
  const answer = await askEngine(machine, (engine) => engine.system.ping());
  if ("value" in answer) return { id, state: "good", text: `${await machine.userName()} may use the engine` };
  if (answer.error.code !== "ENGINE_PERMISSION") return { id, state: "note", text: "not known: no engine answers" };
  return { id, state: "bad", text: answer.error.message, cure: await joinGroup(machine) };
}
