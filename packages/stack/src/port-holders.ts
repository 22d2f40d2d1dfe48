import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Engine } from "@slipway/engine";
import type { Listener, PortHolders } from "./plan/port-clashes.ts";
import type { HostPort } from "./plan/ports-wanted.ts";

/**
 * Who has ports of the host: the containers of the engine and, when it is this machine's, the processes that listen on one of the
 * wanted ports. What the engine itself holds for a container is that container's.
 */
export async function readPortHolders(
  engine: Engine,
  wanted: readonly HostPort[],
  signal?: AbortSignal,
): Promise<PortHolders> {
  const containers = await engine.containers.list(signal ? { signal } : {});
  if (engine.endpoint.remote) return { containers, listeners: [] };
  const published = new Set(containers.flatMap(({ Ports }) => Ports.map((port) => `${port.PublicPort}/${port.Type}`)));
  const listeners = readListeners(
    ({ port, protocol }) =>
      !published.has(`${port}/${protocol}`) &&
      wanted.some((one) => one.protocol === protocol && one.first <= port && port <= one.last),
  );
  return { containers, listeners };
}

/**
 * The sockets that are open for everybody's use, with the process when it can be known; on Linux alone.
 * Source: Linux, proc_net_tcp: local address, state (0A listens, 07 is an open UDP socket), inode.
 */
export function readListeners(isOfUse: (socket: Omit<Listener, "process">) => boolean): readonly Listener[] {
  const sockets = (["tcp", "tcp6", "udp", "udp6"] as const)
    .flatMap((table) => readTable(`/proc/net/${table}`, table.replace("6", "")))
    .filter(isOfUse);
  const processes = sockets.length === 0 ? new Map<string, string>() : processesByInode();
  return sockets.map(({ inode, ...socket }) => {
    const process = processes.get(inode);
    return process === undefined ? socket : { ...socket, process };
  });
}

interface Socket {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly inode: string;
}

function readTable(path: string, protocol: string): readonly Socket[] {
  const listening = protocol === "tcp" ? "0A" : "07";
  return readText(path)
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      const [address = "", port = ""] = local.split(":");
      if (state !== listening) return [];
      return [{ address: addressOf(address), port: Number.parseInt(port, 16), protocol, inode }];
    });
}

/** `0100007F` → `127.0.0.1`: words of four bytes, the lowest first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join(".");
  // A socket of all addresses takes IPv4 along.
  if (bytes.every((byte) => byte === 0)) return "";
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  const text = groups.map((group) => group.toString(16)).join(":");
  // A URL writes it in its shortest form.
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

function processesByInode(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const file of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${file}`))?.[1];
      if (inode === undefined || found.has(inode)) continue;
      found.set(inode, `${readText(`/proc/${pid}/comm`).trim()} (pid ${pid})`);
    }
  }
  return found;
}

/** A process may end while it is looked at, or belong to somebody else: then nothing is known of it. */
function known<Result>(look: () => Result, otherwise: Result): Result {
  try {
    return look();
  } catch (cause) {
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes((cause as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw cause;
  }
}

const list = (path: string): readonly string[] => known(() => readdirSync(path), []);
const link = (path: string): string => known(() => readlinkSync(path), "");
const readText = (path: string): string => known(() => readFileSync(path, "utf8"), "");
