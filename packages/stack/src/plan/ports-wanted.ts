import type { Project, Service } from "@slipway/compose";
import type { HostConfig } from "@slipway/engine";
import type { Operation } from "./operation.ts";

/** A port of this machine that a container is to listen on. */
export interface HostPort {
  /** Empty: every address. */
  readonly address: string;
  /** The first and the last port to choose from; the same for one that is fixed. */
  readonly first: number;
  readonly last: number;
  /** `tcp`, `udp`, `sctp`. */
  readonly protocol: string;
}

export interface WantedPort extends HostPort {
  readonly service: string;
  readonly containerName: string;
  /** Its place in `services.<service>.ports`; absent: the container was made with it, whatever the file says by now. */
  readonly index?: number;
}

/** The ports of the host that the containers which a plan starts will ask for; ports that the engine chooses are not among them. */
export function wantedPorts(project: Project, operations: readonly Operation[]): readonly WantedPort[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== "start-container") return [];
    const service = project.services[operation.service];
    return service ? servicePorts(service, operation.containerName) : [];
  });
}

/** The ports of the host that one container of a service asks for. */
export function servicePorts({ name: service, ports = [] }: Service, containerName: string): readonly WantedPort[] {
  return ports.flatMap(({ published, host_ip = "", protocol }, index) => {
    const range = rangeOf(published);
    return range ? [{ service, containerName, index, address: host_ip, ...range, protocol }] : [];
  });
}

/** The ports of the host that an existing container asks for when it starts. */
export function boundPorts(
  bindings: NonNullable<HostConfig["PortBindings"]>,
  service: string,
  containerName: string,
): readonly WantedPort[] {
  return Object.entries(bindings).flatMap(([inside, hosts]) => {
    const protocol = inside.split("/")[1] ?? "tcp";
    return (hosts ?? []).flatMap(({ HostIp: address = "", HostPort }) => {
      const range = rangeOf(HostPort);
      return range ? [{ service, containerName, address, ...range, protocol }] : [];
    });
  });
}

/** `8080` and `8000-8010`; undefined for a port that the engine chooses. */
function rangeOf(published = ""): Pick<HostPort, "first" | "last"> | undefined {
  const [first = 0, last = first] = published.split("-").map(Number);
  return first === 0 ? undefined : { first, last };
}

/** True when two listeners cannot have the same port of these two addresses. */
export function sharesAddress(one: string, other: string): boolean {
  if (one === other || one === "" || other === "") return true;
  const [a, b] = [plain(one), plain(other)];
  if (a === b) return true;
  if (isV6(a) !== isV6(b)) return false;
  return a === "0.0.0.0" || b === "0.0.0.0" || a === "::" || b === "::";
}

function plain(address: string): string {
  return address.replace(/^\[(.*)\]$/, "$1").replace(/^(0*:)+0*$/, "::");
}

function isV6(address: string): boolean {
  return address.includes(":");
}

/** `8080/tcp`, `127.0.0.1:8000-8010/udp`, `[::1]:80/tcp`. */
export function portText({ address, first, last, protocol }: HostPort): string {
  const host = address === "" ? "" : isV6(plain(address)) ? `[${plain(address)}]:` : `${address}:`;
  return `${host}${first === last ? first : `${first}-${last}`}/${protocol}`;
}
