import type { Cure } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** Starts an engine that is installed: through systemd where that runs, else in the background. */
export async function startEngine(machine: Machine): Promise<Cure> {
  const command = (await machine.exists("/run/systemd/system"))
    ? ["systemctl", "start", "docker"]
    : ["sh", "-c", "nohup dockerd >/var/log/dockerd.log 2>&1 &"];
  const shown = command[0] === "sh" ? "dockerd &" : command.join(" ");
  return asRoot(machine, `start the engine: ${shown}`, [command]);
}

/** Installs Debian's or Ubuntu's own engine; elsewhere a person has to. */
export async function installEngine(machine: Machine): Promise<Cure> {
  const release = (await machine.read("/etc/os-release")) ?? "";
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) {
    return { text: "install Docker Engine: https://docs.docker.com/engine/install" };
  }
  const install = ["apt-get", "install", "--yes", "--no-install-recommends", "docker.io"];
  const start = await startEngine(machine);
  return asRoot(machine, "install and start the engine: apt-get install docker.io", [
    ["apt-get", "update"],
    install,
    ...(start.steps ?? []),
  ]);
}

/** Lets the user speak to the engine's socket. */
export async function joinGroup(machine: Machine): Promise<Cure> {
  const userName = await machine.userName();
  const text = `join the group that may: sudo usermod -aG docker ${userName}; then log in again`;
  return { text, steps: [["sudo", "-n", "usermod", "-aG", "docker", userName]] };
}

/** Steps only root can take are left to the person when it is not root who asks. */
function asRoot({ isRoot }: Machine, text: string, steps: readonly (readonly string[])[]): Cure {
  return isRoot ? { text, steps } : { text: `${text} (as root)` };
}
