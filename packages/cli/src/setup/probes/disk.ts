import { formatBytes } from "@slipway/core";
import { askEngine } from "../ask-engine.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Below this an image of ordinary size does not fit. */
const scarce = 1e9;
/** Below this a few builds fill the disk. */
const tight = 5e9;

/** The room that is left where the engine keeps images, containers and volumes. */
export async function probeDisk(machine: Machine): Promise<Finding> {
  const id = "disk";
  const answer = await askEngine(machine, async (engine) => ({
    root: (await engine.system.info()).DockerRootDir,
    ...engine.endpoint,
  }));
  if ("error" in answer) return { id, state: "note", text: "not known: no engine answers" };
  const { root, remote, address } = answer.value;
  if (remote) return { id, state: "note", text: `not known: the engine at ${address} is remote` };
  const free = await machine.freeBytes(root);
  if (free === undefined) return { id, state: "note", text: `not known: ${root} cannot be looked at` };
  const text = `${formatBytes(free)} free in ${root}`;
  if (free >= tight) return { id, state: "good", text };
  const cure = { text: "remove what no container uses: docker system prune" };
  return { id, state: free < scarce ? "bad" : "note", text, cure };
}
