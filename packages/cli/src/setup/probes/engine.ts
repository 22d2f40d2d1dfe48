import type { EndpointInfo } from "@slipway/engine";
import { askEngine } from "../ask-engine.ts";
import { installEngine, startEngine } from "../cures.ts";
import type { Cure, Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Whether a container engine answers, which one, and where its address came from. */
export async function probeEngine(machine: Machine): Promise<Finding> {
  const id = "engine";
  let endpoint: EndpointInfo | undefined;
  const answer = await askEngine(machine, async (engine) => {
    endpoint = engine.endpoint;
    return { version: await engine.system.version(), api: await engine.apiVersion(), ...engine.endpoint };
  });
  if ("value" in answer) {
    const { version, api, address, from } = answer.value;
    const name = version.Components?.some((part) => /podman/i.test(part.Name)) ? "Podman" : "Docker Engine";
    return { id, state: "good", text: `${name} ${version.Version} (API ${api}) at ${address}, from ${from}` };
  }
  const { code, message, hint } = answer.error;
  if (code === "ENGINE_PERMISSION")
    return { id, state: "note", text: "there is one, but this user may not speak to it" };
  const cure =
    code === "ENGINE_UNREACHABLE" && endpoint ? await cureOf(machine, endpoint) : { text: hint ?? "see the message" };
  return { id, state: "bad", text: message, cure };
}

/** An address that a person chose is theirs to mend; the default engine can be started or installed. */
async function cureOf(machine: Machine, { from, address }: EndpointInfo): Promise<Cure> {
  if (from !== "default") return { text: `start the engine that ${from} names (${address}), or name another one` };
  if (machine.platform !== "linux") return { text: "install and open Docker Desktop: https://docs.docker.com/desktop" };
  const installed = (await machine.output("sh", ["-c", "command -v dockerd"])) !== undefined;
  return installed ? startEngine(machine) : installEngine(machine);
}
