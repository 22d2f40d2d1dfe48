import { formatBytes, isSlipwayError } from "@slipway/core";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Below this an image of ordinary size does not fit. */
const scarce = 1e9;
/** Below this a few builds fill the disk. */
const tight = 5e9;

/** The room that is left where the engine keeps images, containers and volumes. */
export async function probeDisk(machine: Machine): Promise<Finding> {
  const id = "disk";
  const engine = machine.engine();
  try {
    if (engine.endpoint.remote)
      return { id, state: "note", text: `not known: the engine at ${engine.endpoint.address} is remote` };
    const { DockerRootDir: root } = await engine.system.info();
    const free = await machine.freeBytes(root);
    if (free === undefined) return { id, state: "note", text: `not known: ${root} cannot be looked at` };
    const text = `${formatBytes(free)} free in ${root}`;
    if (free >= tight) return { id, state: "good", text };
    const cure = { text: "remove what no container uses: docker system prune" };
    return { id, state: free < scarce ? "bad" : "note", text, cure };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { id, state: "note", text: "not known: no engine answers" };
  } finally {
    engine.close();
  }
}
