import type { Finding, Probe } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { probeBuild } from "./probes/build.ts";
import { probeDisk } from "./probes/disk.ts";
import { probeEngine } from "./probes/engine.ts";
import { probePeers } from "./probes/peers.ts";
import { probePermission } from "./probes/permission.ts";
import { probeRegistry } from "./probes/registry.ts";

const probes: readonly Probe[] = [probeEngine, probePermission, probeDisk, probeBuild, probeRegistry, probePeers];

/** All findings about a machine, in the order of the screen. */
export function checkMachine(machine: Machine): Promise<Finding[]> {
  return Promise.all(probes.map((probe) => probe(machine)));
}

/** Whether projects can run. */
export function isReady(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.state !== "bad");
}

/** How often cures are tried: what one makes possible (an engine that is installed) may need the next (to start it). */
const rounds = 3;

/**
 * Applies the cures that have steps, until nothing is bad or nothing more can be done. `tell` hears each command before it is
 * run and the exit code of one that failed.
 */
export async function cureMachine(
  machine: Machine,
  found: readonly Finding[],
  tell: (text: string) => void,
  wait: (machine: Machine) => Promise<void>,
): Promise<readonly Finding[]> {
  let findings = found;
  for (let round = 0; round < rounds && !isReady(findings); round++) {
    const steps = findings.flatMap((finding) => (finding.state === "bad" ? (finding.cure?.steps ?? []) : []));
    if (steps.length === 0) break;
    for (const step of steps) {
      tell(`+ ${step.join(" ")}`);
      const code = await machine.run(step);
      if (code === 0) continue;
      tell(`  failed with exit code ${code}`);
      return checkMachine(machine);
    }
    await wait(machine);
    findings = await checkMachine(machine);
  }
  return findings;
}
