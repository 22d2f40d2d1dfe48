import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { emptyEngine, ended, endShims, kernelFile, ping, removeOtherImages, unmountUnder } from "./engine-end.ts";
import { type FirewallBefore, firewallBefore, keepNeighbours, restoreFirewall } from "./firewall.ts";
import { ensurePrograms } from "./packages.ts";
import { hasProgram, must, RigError, run, searchPath } from "./process.ts";

/** The private engines of the rig. Each has a bridge and addresses of its own, so that they do not meet. */
const engineKinds = {
  demo: { bridge: "slipway-demo0", net: "10.213" },
  test: { bridge: "slipway-test0", net: "10.214" },
  bench: { bridge: "slipway-bench0", net: "10.215" },
} as const;

export type EngineKind = keyof typeof engineKinds;

/** What is written down of a running private engine, so that another process can end it. */
interface EngineRecord {
  readonly pid: number;
  readonly kind: EngineKind;
  /** Those with which it started. */
  readonly flags: readonly string[];
  readonly firewall: FirewallBefore;
}

/** One way to start dockerd, and the words in its log that say that the next way may do. */
interface Attempt {
  readonly flags: readonly string[];
  readonly nextWhen: RegExp;
}

const attempts: readonly Attempt[] = [
  { flags: [], nextWhen: /overlay|graphdriver|storage.driver|iptables|nf_tables|Table does not exist/i },
  { flags: ["--storage-driver=vfs"], nextWhen: /iptables|nf_tables|Table does not exist/i },
  { flags: ["--iptables=false"], nextWhen: /overlay|graphdriver|storage.driver/i },
  { flags: ["--storage-driver=vfs", "--iptables=false"], nextWhen: /^$/ },
];

/** The address of the private engine that lives in a folder. */
export function engineHost(folder: string): string {
  return `unix://${join(folder, "docker.sock")}`;
}

/**
 * Starts a private engine with everything that it owns under one folder; it outlives this process until
 * {@link stopDockerd}. An engine that an earlier process left in the folder is ended first, and its data with it.
 * Throws {@link RigError} with the end of dockerd's log.
 */
export async function startDockerd(folder: string, kind: EngineKind): Promise<string> {
  if (engineHost(folder).length > 95) {
    throw new RigError(
      `the path of the engine's socket is too long: ${folder}`,
      "set XDG_CACHE_HOME to a shorter folder",
    );
  }
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new RigError(
      "no container engine can be reached, and only root on Linux can start one",
      "start Docker, or set DOCKER_HOST to an engine that you may use",
    );
  }
  await ensurePrograms(["dockerd", "docker", "iptables", "busybox"]);
  if (await recordOf(folder)) await stopDockerd(folder, { keepImages: false });
  await mkdir(folder, { recursive: true });
  // From records of networks that are gone dockerd would conclude to remove docker0, also that of another engine.
  await rm(join(folder, "data/network"), { recursive: true, force: true });
  const firewall = await firewallBefore();
  await addBridge(kind);
  const repair = await keepNeighbours();
  for (const attempt of attempts) {
    const child = launch(folder, kind, attempt.flags);
    await writeRecord(folder, { pid: child.pid ?? 0, kind, flags: attempt.flags, firewall });
    if (await answers(engineHost(folder), child)) {
      await repair();
      return engineHost(folder);
    }
    const log = await endOfLog(folder);
    if (!attempt.nextWhen.test(log) || attempt === attempts.at(-1)) {
      await stopDockerd(folder, { keepImages: false });
      throw new RigError(`dockerd did not start:\n${log}`, "start Docker yourself and set DOCKER_HOST");
    }
  }
  throw new RigError("dockerd did not start");
}

/**
 * Ends a private engine as a crash would, and starts it again with what it had; `live`: its containers run on meanwhile.
 * Throws {@link RigError} when the folder has none, or when it does not come back.
 */
export async function restartDockerd(folder: string, { live }: { readonly live: boolean }): Promise<void> {
  const record = await recordOf(folder);
  if (!record || !(await isDockerd(record.pid))) throw new RigError(`no private engine runs in ${folder}`);
  const repair = await keepNeighbours();
  const containerd = await containerdOf(folder);
  process.kill(record.pid, "SIGKILL");
  // The kernel ends containerd with it. Both may stay as zombies for a while, which the next ones would take for alive.
  for (const pid of [record.pid, containerd]) await ended(pid, 10_000);
  for (const file of ["dockerd.pid", "exec/containerd/containerd.pid"]) await rm(join(folder, file), { force: true });
  await mendVolumes(folder);
  const child = launch(folder, record.kind, [...record.flags, ...(live ? ["--live-restore"] : [])]);
  await writeRecord(folder, { ...record, pid: child.pid ?? 0 });
  if (!(await answers(engineHost(folder), child)))
    throw new RigError(`dockerd did not come back after a crash:\n${await endOfLog(folder)}`);
  await repair();
}

/**
 * Removes what a crash in the middle of making a volume has left, as Docker 20.10 does not: a volume without a folder for its data, which no
 * container can mount; and options, written as an empty file, with which it never starts again ("unexpected end of JSON input").
 */
async function mendVolumes(folder: string): Promise<void> {
  const volumes = join(folder, "data/volumes");
  for (const entry of await readdir(volumes, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory()) continue;
    const volume = join(volumes, entry.name);
    if (!(await stat(join(volume, "_data")).catch(() => undefined))) await rm(volume, { recursive: true });
    const options = join(volume, "opts.json");
    const found = await stat(options).catch(() => undefined);
    if (found?.size === 0) await rm(options, { force: true });
  }
}

async function endOfLog(folder: string): Promise<string> {
  return (await Bun.file(join(folder, "dockerd.log")).text()).trim().split("\n").slice(-15).join("\n");
}

async function writeRecord(folder: string, record: EngineRecord): Promise<void> {
  await Bun.write(join(folder, "engine.json"), JSON.stringify(record));
}

function launch(folder: string, kind: EngineKind, flags: readonly string[]): ChildProcess {
  const { bridge, net } = engineKinds[kind];
  const log = openSync(join(folder, "dockerd.log"), "a");
  const argv = [
    `--data-root=${join(folder, "data")}`,
    `--exec-root=${join(folder, "exec")}`,
    `--pidfile=${join(folder, "dockerd.pid")}`,
    `--host=${engineHost(folder)}`,
    "--config-file=",
    `--bridge=${bridge}`,
    `--default-address-pool=base=${net}.128.0/17,size=26`,
    "--shutdown-timeout=5",
    ...flags,
  ];
  const env = { ...process.env, PATH: searchPath() };
  const child = spawn("dockerd", argv, { detached: true, stdio: ["ignore", log, log], env });
  child.unref();
  closeSync(log);
  return child;
}

async function answers(host: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (await ping(host)) return true;
    await Bun.sleep(50);
  }
  return false;
}

async function isDockerd(pid: number): Promise<boolean> {
  return pid > 0 && (await kernelFile(`/proc/${pid}/cmdline`)).includes("dockerd");
}

async function recordOf(folder: string): Promise<EngineRecord | undefined> {
  const file = Bun.file(join(folder, "engine.json"));
  return (await file.exists()) ? ((await file.json()) as EngineRecord) : undefined;
}

/** True when the private engine of this folder runs. */
export async function isRunning(folder: string): Promise<boolean> {
  const record = await recordOf(folder);
  return record !== undefined && (await isDockerd(record.pid)) && (await ping(engineHost(folder)));
}

/**
 * Ends the private engine of a folder with all that it runs: containers, networks, volumes, mounts, bridge, firewall.
 * The images stay in the folder for the next start when asked; otherwise the folder goes too.
 */
export async function stopDockerd(folder: string, { keepImages }: { readonly keepImages: boolean }): Promise<void> {
  const record = await recordOf(folder);
  if (!record) return;
  const { bridge, net } = engineKinds[record.kind];
  let clean = false;
  if (await isDockerd(record.pid)) {
    clean = await emptyEngine(engineHost(folder));
    if (clean && keepImages) await removeOtherImages(engineHost(folder));
    process.kill(record.pid, "SIGTERM");
    clean = (await ended(record.pid, 20_000)) && clean;
    if (!clean) await forceEnd(folder, record.pid);
  }
  await endShims(folder);
  await unmountUnder(folder);
  await run([...ip(), "link", "delete", bridge]);
  await removeBridges(net);
  await restoreFirewall(record.firewall, bridge);
  if (keepImages && clean) {
    await rm(join(folder, "engine.json"));
    await rm(join(folder, "exec"), { recursive: true, force: true });
  } else {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The containerd that dockerd started; 0 when there is none. */
async function containerdOf(folder: string): Promise<number> {
  return Number(await kernelFile(join(folder, "exec/containerd/containerd.pid")));
}

async function forceEnd(folder: string, pid: number): Promise<void> {
  const containerd = await containerdOf(folder);
  for (const one of [pid, containerd].filter((one) => one > 0)) {
    await run(["kill", "-KILL", String(one)]);
    await ended(one, 5000);
  }
}

async function addBridge(kind: EngineKind): Promise<void> {
  const { bridge, net } = engineKinds[kind];
  await run([...ip(), "link", "delete", bridge]);
  await must([...ip(), "link", "add", "name", bridge, "type", "bridge"]);
  await must([...ip(), "addr", "add", `${net}.0.1/17`, "dev", bridge]);
  await must([...ip(), "link", "set", bridge, "up"]);
}

/** Removes the bridges of networks that an engine has lost sight of in a crash. They are known by its addresses. */
async function removeBridges(net: string): Promise<void> {
  const { stdout } = await run([...ip(), "-o", "-4", "addr", "show"]);
  for (const line of stdout.split("\n")) {
    const [, name = "", address = ""] = /^\d+: (br-\w+)\s+inet (\S+)/.exec(line) ?? [];
    if (address.startsWith(`${net}.`)) await run([...ip(), "link", "delete", name]);
  }
}

function ip(): string[] {
  return hasProgram("ip") ? ["ip"] : ["busybox", "ip"];
}
