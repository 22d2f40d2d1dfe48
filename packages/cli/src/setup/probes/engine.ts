import { isSlipwayError } from "@slipway/core";
import { installEngine, startEngine } from "../cures.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Whether a container engine answers, which one, and where its address came from. */
export async function probeEngine(machine: Machine): Promise<Finding> {
  const id = "engine";
  try {
    const engine = machine.engine();
    try {
      const [version, api] = [await engine.system.version(), await engine.apiVersion()];
      const { address, from } = engine.endpoint;
      const name = version.Components?.some((part) => /podman/i.test(part.Name)) ? "Podman" : "Docker Engine";
      return { id, state: "good", text: `${name} ${version.Version} (API ${api}) at ${address}, from ${from}` };
    } finally {
      engine.close();
    }
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    if (error.code === "ENGINE_PERMISSION")
      return { id, state: "note", text: "there is one, but this user may not speak to it" };
    if (error.code !== "ENGINE_UNREACHABLE") {
      return { id, state: "bad", text: error.message, cure: { text: error.hint ?? "see the message" } };
    }
    const cure = await cureOf(machine);
    return { id, state: "bad", text: error.message, cure };
  }
}

/** An address that a person chose is theirs to mend; the default engine can be started or installed. */
async function cureOf(machine: Machine): Promise<NonNullable<Finding["cure"]>> {
  const chosen = ["DOCKER_HOST", "DOCKER_CONTEXT"].find((name) => machine.env[name]);
  if (chosen) return { text: `start the engine that ${chosen} names (${machine.env[chosen]}), or unset ${chosen}` };
  if (machine.platform !== "linux") return { text: "install and open Docker Desktop: https://docs.docker.com/desktop" };
  const installed = (await machine.output("sh", ["-c", "command -v dockerd"])) !== undefined;
  return installed ? startEngine(machine) : installEngine(machine);
}
