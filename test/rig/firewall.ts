import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { hasProgram, must, run } from "./process.ts";

/**
 * What an engine changes outside of its own folders, as it was before: dockerd makes chains named DOCKER…, turns
 * forwarding on and its policy to DROP, and takes none of it back when it ends.
 */
export interface FirewallBefore {
  /** True when the chains of another engine were there; they then stay. */
  readonly hadChains: boolean;
  readonly forwardPolicy: string;
  readonly ipForward: string;
}

const forwarding = "/proc/sys/net/ipv4/ip_forward";
const tables = ["filter", "nat"] as const;
const tools = ["iptables", "ip6tables"] as const;

async function rules(tool: string, table: string): Promise<string[]> {
  return (await run([tool, "-w", "-t", table, "-S"])).stdout.trim().split("\n");
}

/** The state of the firewall before an engine is started. */
export async function firewallBefore(): Promise<FirewallBefore> {
  const filter = await rules("iptables", "filter");
  const policy = filter.find((rule) => rule.startsWith("-P FORWARD "))?.split(" ")[2];
  return {
    hadChains: filter.includes("-N DOCKER"),
    forwardPolicy: policy ?? "ACCEPT",
    ipForward: (await readFile(forwarding, "utf8")).trim(),
  };
}

/** The rules that engines already running have in the DOCKER… chains; gives the act that puts back what was lost. */
export async function keepNeighbours(): Promise<() => Promise<void>> {
  const before = await Promise.all(tables.map((table) => rules("iptables", table)));
  return async () => {
    for (const [index, table] of tables.entries()) {
      const now = new Set(await rules("iptables", table));
      for (const rule of before[index] ?? []) {
        const [, chain = "", rest = ""] = /^-A (DOCKER\S*) (.*)$/.exec(rule) ?? [];
        if (chain === "" || now.has(rule) || !bridgeIsThere(rest)) continue;
        await run(["iptables", "-w", "-t", table, "-I", chain, ...rest.split(" ")]);
      }
    }
  };
}

/** False when the rule is for a network that was removed meanwhile. */
function bridgeIsThere(rule: string): boolean {
  const bridge = /\b(br-[0-9a-f]{12})\b/.exec(rule)?.[1];
  return bridge === undefined || existsSync(`/sys/class/net/${bridge}`);
}

/** Takes back what an engine with this bridge changed; the chains only when no other engine had made them. */
export async function restoreFirewall(before: FirewallBefore, bridge: string): Promise<void> {
  for (const tool of tools.filter((name) => hasProgram(name))) {
    for (const table of tables) {
      const listed = await rules(tool, table);
      // A second engine adds the jumps into the chains once more.
      const ours = (rule: string, at: number): boolean =>
        rule.includes(` ${bridge} `) || (/ DOCKER/.test(rule) && (!before.hadChains || listed.indexOf(rule) < at));
      for (const rule of listed.filter((rule, at) => rule.startsWith("-A ") && ours(rule, at))) {
        await run([tool, "-w", "-t", table, "-D", ...rule.slice(3).split(" ")]);
      }
      if (before.hadChains) continue;
      for (const rule of listed.filter((rule) => rule.startsWith("-N DOCKER"))) {
        await run([tool, "-w", "-t", table, "-F", rule.slice(3)]);
        await run([tool, "-w", "-t", table, "-X", rule.slice(3)]);
      }
    }
  }
  if (before.hadChains) return;
  await must(["iptables", "-w", "-P", "FORWARD", before.forwardPolicy]);
  await writeFile(forwarding, before.ipForward);
}
