import { askEngine } from "../ask-engine.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

const dockerHub = "https://registry-1.docker.io/";

/** Whether a registry answers that images without a host in their name come from: the engine's mirrors, then Docker Hub. */
export async function probeRegistry(machine: Machine): Promise<Finding> {
  const id = "registry";
  const addresses = [...(await mirrorsOf(machine)), dockerHub];
  for (const address of addresses) {
    // 401 is the answer of a registry that wants a token first.
    if ((await machine.httpStatus(new URL("v2/", address).href)) !== undefined) {
      return { id, state: "good", text: `${new URL(address).host} answers` };
    }
  }
  const text = `${addresses.map((address) => new URL(address).host).join(" and ")} ${addresses.length > 1 ? "do" : "does"} not answer`;
  const cure = {
    text: 'images that the engine has still work; name a mirror in /etc/docker/daemon.json: {"registry-mirrors": ["https://…"]}',
  };
  return { id, state: "note", text, cure };
}

async function mirrorsOf(machine: Machine): Promise<readonly string[]> {
  const answer = await askEngine(machine, (engine) => engine.system.info());
  const mirrors = "value" in answer ? (answer.value.RegistryConfig?.Mirrors ?? []) : [];
  return mirrors.map((mirror) => (mirror.endsWith("/") ? mirror : `${mirror}/`));
}
