import type { Diagnostic } from "@slipway/core";
import type { ContainerSummary } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import { label } from "../labels.ts";
import type { Locate } from "./images.ts";
import type { Operation } from "./operation.ts";
import { portText, sharesAddress, type WantedPort } from "./ports-wanted.ts";

/** A process of this machine that listens. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  /** `nginx (pid 812)`; absent: it is not to be found out. */
  readonly process?: string;
}

/** Who has ports of the host at the moment. */
export interface PortHolders {
  /** Every container of the engine that runs, of any project. */
  readonly containers: readonly ContainerSummary[];
  /** What else listens on this machine; nothing where the engine is on another one. */
  readonly listeners: readonly Listener[];
}

interface Held {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly who: string;
}

/** What is about to be started, and what goes or stops before. */
export interface PortsOfPlan {
  readonly projectName: string;
  readonly operations: readonly Operation[];
  readonly wanted: readonly WantedPort[];
}

/**
 * The ports that a plan's containers cannot have, all of them, each with its place and who has it: a container, a process of
 * this machine, or another service of the project. What the plan stops or removes gives its ports back before they are needed.
 */
export function portClashes(
  { projectName, operations, wanted }: PortsOfPlan,
  holders: PortHolders,
  locate: Locate,
): readonly Diagnostic[] {
  const { held, released } = heldPorts(projectName, operations, holders.containers);
  const ofEngine = [...held, ...released];
  const byProcess = holders.listeners
    .filter((one) => !ofEngine.some((other) => clash(one, other)))
    .map(({ process, ...one }) => ({ ...one, who: process ? `the process ${process}` : "a process of this machine" }));
  const taken = Map.groupBy([...held, ...byProcess], keyOf);
  const given = new Map<string, { readonly port: WantedPort; readonly held: Held }[]>();
  const found: Diagnostic[] = [];
  // Fixed ports first: what may choose takes what is left.
  for (const port of [...wanted].sort((a, b) => a.last - a.first - (b.last - b.first))) {
    const holder = chooseOrHolder(port, taken, given);
    if (holder === undefined) continue;
    const at = port.index === undefined ? undefined : locate(["services", port.service, "ports", port.index]);
    found.push(stackErrors.diagnostic("STACK_PORT_TAKEN", { port: portText(port), service: port.service, holder }, at));
  }
  return [...new Map(found.map((one) => [`${one.message} ${JSON.stringify(one.at)}`, one])).values()];
}

/** Gives a port one that is free, which others then cannot have; or tells who has it. */
function chooseOrHolder(
  port: WantedPort,
  taken: ReadonlyMap<string, readonly Held[]>,
  given: Map<string, { readonly port: WantedPort; readonly held: Held }[]>,
): string | undefined {
  let holder: string | undefined;
  for (let number = port.first; number <= port.last; number++) {
    const one: Held = { address: port.address, port: number, protocol: port.protocol, who: "" };
    const key = keyOf(one);
    const foreign = taken.get(key)?.find((other) => clash(one, other));
    const sibling = given.get(key)?.find((other) => clash(one, other.held));
    if (!foreign && !sibling) {
      given.set(key, [...(given.get(key) ?? []), { port, held: one }]);
      return undefined;
    }
    holder ??= foreign?.who ?? siblingText(port, sibling?.port);
  }
  return holder;
}

function siblingText(port: WantedPort, sibling: WantedPort | undefined): string {
  if (sibling?.service !== port.service) return `service "${sibling?.service}" of this project`;
  return sibling.containerName === port.containerName
    ? "another entry of its own"
    : `another replica of it, ${sibling.containerName}`;
}

function clash(one: Omit<Held, "who">, other: Omit<Held, "who">): boolean {
  return keyOf(one) === keyOf(other) && sharesAddress(one.address, other.address);
}

function keyOf({ port, protocol }: Pick<Held, "port" | "protocol">): string {
  return `${port}/${protocol}`;
}

function heldPorts(
  projectName: string,
  operations: readonly Operation[],
  containers: readonly ContainerSummary[],
): { readonly held: readonly Held[]; readonly released: readonly Held[] } {
  const going = new Set(
    operations.flatMap((operation) =>
      operation.kind === "stop-container" || operation.kind === "remove-container" ? [operation.containerId] : [],
    ),
  );
  const held: Held[] = [];
  const released: Held[] = [];
  for (const container of containers) {
    const who = nameOf(container, projectName);
    for (const { IP = "", PublicPort, Type } of container.Ports) {
      if (PublicPort === undefined) continue;
      const one = { address: IP, port: PublicPort, protocol: Type, who };
      (going.has(container.Id) ? released : held).push(one);
    }
  }
  return { held, released };
}

function nameOf({ Names, Id, Labels }: ContainerSummary, projectName: string): string {
  const name = (Names[0] ?? Id.slice(0, 12)).replace(/^\//, "");
  const owner = Labels[label.project];
  const service = Labels[label.service];
  if (owner === undefined) return `the container ${name}, which is of no project`;
  const project = owner === projectName ? "this project" : `project "${owner}"`;
  return `the container ${name} (${service === undefined ? "" : `service "${service}" of `}${project})`;
}
