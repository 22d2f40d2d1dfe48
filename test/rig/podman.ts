import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { chmod, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { emptyEngine, ended, ping, removeOtherImages, unmountUnder } from "./engine-end.ts";
import { ensurePrograms } from "./packages.ts";
import { allowBridges, forgetPodman, podmanFirewall } from "./podman-firewall.ts";
import { hasProgram, RigError, run, searchPath } from "./process.ts";

/** What is written down of a running Podman, so that another process can end it. */
interface PodmanRecord {
  readonly pid: number;
  readonly firewall: Awaited<ReturnType<typeof podmanFirewall>>;
}

/** Why a private Podman cannot be had on this machine; undefined when it can. */
export function podmanIsOut(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root on Linux can start one";
  if (!hasProgram("podman") && !hasProgram("apt-get")) return "podman is not installed";
  return undefined;
}

/**
 * Starts Podman's Docker-compatible service with everything that it owns under one folder; it outlives this process until
 * {@link stopPodman}. One that an earlier process left is ended first. Throws {@link RigError} with the end of its log.
 */
export async function startPodman(folder: string): Promise<string> {
  const out = podmanIsOut();
  if (out !== undefined) throw new RigError(`no Podman can be had: ${out}`, "install podman and run this as root");
  await ensurePrograms(["podman", "netavark", "aardvark-dns", "catatonit", "docker", "iptables", "busybox"]);
  if (await recordOf(folder)) await stopPodman(folder, { keepImages: true });
  if (await hasLeftContainers(folder)) await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "networks"), { recursive: true });
  const conf = join(folder, "containers.conf");
  await Bun.write(conf, await configuration(folder));
  // As Docker does: a registry of this machine needs no TLS.
  const registries = join(folder, "registries.conf");
  await Bun.write(registries, '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n');
  const firewall = await podmanFirewall();
  const log = openSync(join(folder, "podman.log"), "a");
  const child = spawn(
    "podman",
    [
      ...["--root", join(folder, "data"), "--runroot", join(folder, "run"), "--tmpdir", join(folder, "tmp")],
      ...["system", "service", "--time=0", podmanHost(folder)],
    ],
    {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, PATH: searchPath(), CONTAINERS_CONF: conf, CONTAINERS_REGISTRIES_CONF: registries },
    },
  );
  child.unref();
  closeSync(log);
  const record: PodmanRecord = { pid: child.pid ?? 0, firewall };
  await Bun.write(join(folder, "engine.json"), JSON.stringify(record));
  await allowBridges();
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await ping(podmanHost(folder))) {
      // As its systemd unit makes it: the group of the socket may use it.
      await chmod(join(folder, "podman.sock"), 0o660);
      return podmanHost(folder);
    }
    await Bun.sleep(50);
  }
  const said = (await Bun.file(join(folder, "podman.log")).text()).trim().split("\n").slice(-15).join("\n");
  await stopPodman(folder, { keepImages: false });
  throw new RigError(`podman did not start:\n${said}`);
}

function podmanHost(folder: string): string {
  return `unix://${join(folder, "podman.sock")}`;
}

/**
 * Podman wants systemd for cgroups and events unless told otherwise, and by itself gives containers higher limits than
 * this process may have. Source: containers.conf(5).
 */
async function configuration(folder: string): Promise<string> {
  const limits = await readFile("/proc/self/limits", "utf8");
  const hard = (name: string): string => new RegExp(`^${name} +\\S+ +(\\d+)`, "m").exec(limits)?.[1] ?? "1024";
  const files = hard("Max open files");
  // Podman lowers its own limit to as many processes as there can be.
  const ids = Number(await readFile("/proc/sys/kernel/pid_max", "utf8"));
  const processes = Math.min(Number(hard("Max processes")), ids);
  return [
    "[containers]",
    `default_ulimits = ["nofile=${files}:${files}", "nproc=${processes}:${processes}"]`,
    "[engine]",
    'cgroup_manager = "cgroupfs"',
    'events_logger = "file"',
    'events_logfile_max_size = "100m"',
    `runtime = "${hasProgram("runc") ? "runc" : "crun"}"`,
    "[network]",
    'network_backend = "netavark"',
    `network_config_dir = "${join(folder, "networks")}"`,
    "",
  ].join("\n");
}

async function recordOf(folder: string): Promise<PodmanRecord | undefined> {
  const file = Bun.file(join(folder, "engine.json"));
  return (await file.exists()) ? ((await file.json()) as PodmanRecord) : undefined;
}

/**
 * True when the storage of an ended Podman still has containers. Those that lost a race against their removal are listed there and nowhere
 * else, and may have no files any more: then Podman fails every request that looks at all containers, in this run and in each one after it.
 */
export async function hasLeftContainers(folder: string): Promise<boolean> {
  const file = Bun.file(join(folder, "data/overlay-containers/containers.json"));
  if (!(await file.exists())) return false;
  const listed = await file.json().catch(() => undefined);
  return !Array.isArray(listed) || listed.length > 0;
}

/** Ends the Podman of a folder with all that it runs and all that it changed outside; its images stay when asked. */
export async function stopPodman(folder: string, { keepImages }: { readonly keepImages: boolean }): Promise<void> {
  const record = await recordOf(folder);
  if (!record) return;
  const { pid, firewall } = record;
  const isOurs = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).includes(folder);
  let clean = false;
  if (pid > 0 && isOurs) {
    clean = await emptyEngine(podmanHost(folder));
    if (clean && keepImages) await removeOtherImages(podmanHost(folder));
    process.kill(pid, "SIGTERM");
    if (!(await ended(pid, 10_000))) await run(["kill", "-KILL", String(pid)]);
    clean &&= !(await hasLeftContainers(folder));
  }
  await unmountUnder(folder);
  await forgetPodman(firewall);
  const gone = keepImages && clean ? ["engine.json", "run", "tmp", "podman.log"] : ["."];
  for (const part of gone) await rm(join(folder, part), { recursive: true, force: true });
}
