import type { Service } from "@slipway/compose";
import type { PortBinding } from "@slipway/engine";

export interface ContainerPorts {
  readonly exposed: Readonly<Record<string, object>>;
  readonly bindings: Readonly<Record<string, readonly PortBinding[]>>;
}

/**
 * The ports that a container exposes, and where the engine publishes them. A published range stays a range: the engine
 * picks a free port out of it, so replicas can share it; no published port means any free one.
 * Source: Compose Specification, "ports" and "expose".
 */
export function ports(service: Service): ContainerPorts {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const text of service.expose ?? []) {
    for (const port of exposedPorts(text)) exposed[port] = {};
  }
  for (const { target, protocol, host_ip, published } of service.ports ?? []) {
    const port = `${target}/${protocol}`;
    exposed[port] = {};
    bindings[port] ??= [];
    bindings[port].push({ HostIp: host_ip ?? "", HostPort: published ?? "" });
  }
  return { exposed, bindings };
}

/** `5000`, `5000/udp`, `5000-5010/tcp` → one `port/protocol` for each. */
function exposedPorts(text: string): readonly string[] {
  const [range = "", protocol = "tcp"] = text.split("/");
  const [first = 0, last = first] = range.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol}`);
}
