import type { Service } from "@slipway/compose";
import { defineRule } from "../rule.ts";

const strong = new Set([
  "ALL",
  "SYS_ADMIN",
  "SYS_MODULE",
  "SYS_PTRACE",
  "SYS_RAWIO",
  "DAC_READ_SEARCH",
  "BPF",
  "NET_ADMIN",
]);

/** Folders of the host that give the host away to who may write them, or hold its secrets. */
const dangerous = /^\/(?:$|etc|root|boot|dev|proc|sys|usr|bin|sbin|lib(?:64)?|var\/lib\/docker|var\/run|run)?\/?$/;
const socket = /^\/(?:var\/)?run\/(?:docker|podman\/podman|containerd\/containerd|crio\/crio)\.sock$/;

export const se604 = defineRule({
  id: "SE604",
  why: "Whoever breaks into such a container owns the host.",
  bad: {
    "compose.yaml":
      "services:\n  agent:\n    image: agent:1.2\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n",
  },
  good: {
    "compose.yaml":
      "services:\n  agent:\n    image: agent:1.2\n    volumes:\n      - data:/var/lib/agent\nvolumes:\n  data:\n",
  },
  fix: "Take it away, or give the container only the part that it needs",
  *check({ stacks }) {
    for (const { project, place } of stacks) {
      for (const [name, service] of Object.entries(project?.services ?? {})) {
        for (const [path, what] of dangersOf(service)) {
          yield { at: place(["services", name, ...path]), message: `service "${name}" ${what}` };
        }
      }
    }
  },
});

/** Programs that set up networks of the host's kernel: without these capabilities they cannot. */
const tunnels =
  /wireguard|openvpn|gluetun|tailscale|zerotier|headscale|pihole|adguard|netbird|nebula|strongswan|softether/i;
const forTunnels = /^(?:CAP_)?(?:NET_ADMIN|NET_RAW|SYS_MODULE)$/i;

/** Programs that measure the host, and read it through mounts that they cannot write. */
const meters =
  /cadvisor|node[-_]exporter|process-exporter|netdata|datadog|telegraf|promtail|alloy|glances|filebeat|metricbeat|vector/i;

function* dangersOf(service: Service): Iterable<readonly [path: readonly (string | number)[], what: string]> {
  if (service.privileged) yield [["privileged"], "runs privileged"];
  for (const key of ["network_mode", "pid", "ipc", "uts", "userns_mode"] as const) {
    if (service[key] === "host") yield [[key], `shares ${key === "network_mode" ? "the network" : key} of the host`];
  }
  for (const [index, capability] of (service.cap_add ?? []).entries()) {
    if (tunnels.test(service.image ?? "") && forTunnels.test(capability)) continue;
    if (strong.has(capability.toUpperCase().replace(/^CAP_/, "")))
      yield [["cap_add", index], `has the capability ${capability}`];
  }
  for (const [index, option] of (service.security_opt ?? []).entries()) {
    if (/^(?:seccomp|apparmor)[:=]unconfined$/.test(option)) yield [["security_opt", index], `runs with ${option}`];
  }
  for (const [index, { type, source, read_only }] of (service.volumes ?? []).entries()) {
    if (type !== "bind" || source === undefined) continue;
    if (read_only && meters.test(service.image ?? "") && !socket.test(source)) continue;
    if (socket.test(source)) yield [["volumes", index], `has the socket of the container engine (${source})`];
    else if (dangerous.test(source)) yield [["volumes", index], `has ${source} of the host`];
  }
}
