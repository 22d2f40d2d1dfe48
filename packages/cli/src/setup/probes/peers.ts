import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** Other Compose tools on this machine: they and Slipway see each other's projects. */
export async function probePeers(machine: Machine): Promise<Finding> {
  const versionIn = (text: string | undefined): string | undefined =>
    /(\d+\.\d+\.\d+\S*)/.exec(text ?? "")?.[1]?.replace(/,$/, "");
  const plugin = versionIn(await machine.output("docker", ["compose", "version", "--short"]));
  const standalone = versionIn(await machine.output("docker-compose", ["version", "--short"]));
  const podman = versionIn(await machine.output("podman-compose", ["version"]));
  const found = [
    ...(plugin === undefined ? [] : [`docker compose ${plugin}`]),
    ...(standalone === undefined ? [] : [`docker-compose ${standalone}`]),
    ...(podman === undefined ? [] : [`podman-compose ${podman}`]),
  ];
  const text =
    found.length === 0
      ? "no other Compose tool is installed; none is needed"
      : `${found.join(", ")}: they see the same projects`;
  return { id: "peers", state: "good", text };
}
