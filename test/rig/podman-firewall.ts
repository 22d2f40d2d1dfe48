import { readFile, writeFile } from "node:fs/promises";
import { must, run } from "./process.ts";

/** What Podman's network program changes outside of its own folders, as it was before. */
export interface PodmanFirewall {
  /** True when another Podman of this machine had made its chains; they then stay. */
  readonly hadChains: boolean;
  readonly ipForward: string;
}

const forwarding = "/proc/sys/net/ipv4/ip_forward";
const chain = "SLIPWAY-PODMAN";
/** More networks than tests have at a time. */
const bridges = 60;

/** The state before a Podman is started. */
export async function podmanFirewall(): Promise<PodmanFirewall> {
  const rules = await must(["iptables", "-w", "-t", "filter", "-S"]);
  return {
    hadChains: rules.includes("-N NETAVARK_FORWARD"),
    ipForward: (await readFile(forwarding, "utf8")).trim(),
  };
}

/**
 * Lets the containers of one network talk to each other. Where a Docker runs too it has the kernel filter what passes a bridge
 * and drop what no rule allows, and Podman makes no rule for an internal network.
 */
export async function allowBridges(): Promise<void> {
  await removeChain(chain);
  await must(["iptables", "-w", "-N", chain]);
  for (let index = 0; index < bridges; index++) {
    const bridge = `podman${index}`;
    await must(["iptables", "-w", "-A", chain, "-i", bridge, "-o", bridge, "-j", "ACCEPT"]);
  }
  await must(["iptables", "-w", "-I", "FORWARD", "-j", chain]);
}

/** Takes back the rules of the tests, and those that Podman left when no other Podman had made its chains. */
export async function forgetPodman({ hadChains, ipForward }: PodmanFirewall): Promise<void> {
  await removeChain(chain);
  if (hadChains) return;
  for (const table of ["filter", "nat"]) {
    const rules = (await run(["iptables", "-w", "-t", table, "-S"])).stdout.split("\n");
    const netavark = rules.filter((rule) => rule.includes("NETAVARK"));
    const argv = ["iptables", "-w", "-t", table];
    for (const rule of netavark.filter((one) => one.startsWith("-A "))) {
      await run([
        ...argv,
        "-D",
        ...(rule.slice(3).match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', "")),
      ]);
    }
    const names = netavark.filter((one) => one.startsWith("-N ")).map((one) => one.slice(3));
    for (const name of names) await run([...argv, "-F", name]);
    for (const name of names) await run([...argv, "-X", name]);
  }
  await writeFile(forwarding, ipForward);
}

async function removeChain(name: string): Promise<void> {
  // A killed run may have left it more than once.
  while ((await run(["iptables", "-w", "-D", "FORWARD", "-j", name])).code === 0);
  await run(["iptables", "-w", "-F", name]);
  await run(["iptables", "-w", "-X", name]);
}
