import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { docker } from "./docker.ts";
import { baseImage, imageTable } from "./image-table.ts";
import { run } from "./process.ts";

/** True when an engine answers at this address. */
export async function ping(host: string): Promise<boolean> {
  if (!host.startsWith("unix://")) {
    return (await docker(host).run(["version"], { timeout: 5000 })).code === 0;
  }
  try {
    const unix = host.slice("unix://".length);
    const answer = await fetch("http://engine/_ping", { unix, signal: AbortSignal.timeout(5000) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Removes every container, network and volume of an engine; true when no container is left. */
export async function emptyEngine(host: string): Promise<boolean> {
  if (!(await ping(host))) return false;
  const engine = docker(host);
  const ids = (await engine.run(["ps", "--all", "--quiet"])).stdout.split("\n").filter(Boolean);
  if (ids.length > 0) await engine.run(["rm", "--force", "--volumes", ...ids]);
  await engine.run(["network", "prune", "--force"]);
  const volumes = (await engine.run(["volume", "ls", "--quiet"])).stdout.split("\n").filter(Boolean);
  if (volumes.length > 0) await engine.run(["volume", "rm", "--force", ...volumes]);
  return (await engine.run(["ps", "--all", "--quiet"])).stdout.trim() === "";
}

/**
 * Removes the images that tests left, all but those of the table. Podman reads all that it has to tell of one: each that stays makes
 * the next run slower.
 */
export async function removeOtherImages(host: string): Promise<void> {
  const engine = docker(host);
  const kept = new Set([...imageTable.map(({ name }) => name), baseImage]);
  const patience = { timeout: 300_000 };
  const listed = await engine.run(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"], patience);
  const others = listed.stdout.split("\n").filter((name) => name !== "" && !name.includes("<none>") && !kept.has(name));
  // What cannot be removed does no harm but to the time that it takes.
  if (others.length > 0) await engine.run(["image", "rm", "--force", ...others], patience);
  await engine.run(["image", "prune", "--force"], patience);
}

/** True when the process is gone within these milliseconds. */
export async function ended(pid: number, within: number): Promise<boolean> {
  const deadline = Date.now() + within;
  while (Date.now() < deadline) {
    const stat = await kernelFile(`/proc/${pid}/stat`);
    if (stat === "" || / Z /.test(stat)) return true;
    await Bun.sleep(25);
  }
  return false;
}

/**
 * Ends what crashes of a private engine have left of its containers: the shims of its containerd, which are known by its socket, and what
 * runs under them. An engine that comes back does not know all of them any more.
 */
export async function endShims(folder: string): Promise<void> {
  const socket = join(folder, "exec/containerd/containerd.sock");
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const shims = new Set<string>();
  for (const pid of pids) {
    const argv = (await kernelFile(`/proc/${pid}/cmdline`)).split("\0");
    if (argv[0]?.includes("containerd-shim") && argv[argv.indexOf("-address") + 1] === socket) shims.add(pid);
  }
  if (shims.size === 0) return;
  for (const pid of pids) {
    // Behind the name, which may hold anything, stand the state and the parent.
    const [, parent = ""] = (await kernelFile(`/proc/${pid}/stat`)).split(") ").at(-1)?.split(" ") ?? [];
    if (shims.has(pid) || shims.has(parent)) killIfThere(Number(pid));
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Takes away every mount below a folder. */
export async function unmountUnder(folder: string): Promise<void> {
  const mounts = (await kernelFile("/proc/self/mountinfo")).split("\n").map((line) => line.split(" ")[4] ?? "");
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)) {
    await run(["umount", "--lazy", mount]);
  }
}

/** The text of a file that may be gone; Bun.file reads nothing from `/proc`, whose files claim to be empty. */
export function kernelFile(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
