import type { MappingNode, Node, SequenceNode } from "@slipway/core";
import { mostPorts } from "../limits.ts";
import { nodeOf, scalar, sequence, withEntries } from "../yaml/make.ts";
import { isAddress, type PortFault, parsePort } from "./port-text.ts";
import { bad, type Canonical, type Scope } from "./scope.ts";
import { textOf, toText } from "./texts.ts";

/**
 * `ports`: short syntax becomes long syntax, a range becomes one entry per port of the container. `published` is a text:
 * a port, or a range out of which the engine picks.
 * Source: Compose Specification, "ports".
 */
export const toPorts: Canonical = (node, scope) => (node.kind === "sequence" ? everyPort(node, scope) : node);

function everyPort(node: SequenceNode, scope: Scope): Node {
  const ports: Node[] = [];
  for (const [index, item] of node.items.entries()) {
    const own = { ...scope, path: [...scope.path, index] };
    if (item.kind === "mapping") ports.push(longPort(item, own));
    else for (const port of shortPort(item, own)) ports.push(port);
    if (ports.length > mostPorts)
      return bad(
        own,
        node,
        "COMPOSE_BAD_PORT",
        `is one too many: ${mostPorts} ports is the most`,
        "publish fewer ports",
      );
  }
  return sequence(ports, node);
}

function shortPort(node: Node, scope: Scope): readonly Node[] {
  const parsed = parsePort(textOf(node));
  return "problem" in parsed ? [report(parsed, node, scope)] : parsed.ports.map((port) => nodeOf(port, node));
}

function longPort(node: MappingNode, scope: Scope): Node {
  const target = node.entries.get("target")?.value;
  const published = node.entries.get("published")?.value;
  const text = published ? `${textOf(published)}:${target ? textOf(target) : ""}` : target ? textOf(target) : "";
  if (!target)
    return bad(scope, node, "COMPOSE_BAD_PORT", "has no target", "name the port in the container: `target: 80`");
  const at = { ...scope, path: [...scope.path, published ? "published" : "target"] };
  const parsed = parsePort(published && textOf(published) === "" ? textOf(target) : text);
  if ("problem" in parsed) return report(parsed, published ?? target, at);
  if (parsed.ports.length > 1)
    return bad(at, target, "COMPOSE_BAD_PORT", "takes one port of the container", "write ranges in the short syntax");
  const host = node.entries.get("host_ip")?.value;
  if (host && textOf(host) !== "" && !isAddress(textOf(host))) {
    const where = { ...scope, path: [...scope.path, "host_ip"] };
    const problem = `has no valid host address: ${JSON.stringify(textOf(host))}`;
    return bad(where, host, "COMPOSE_BAD_PORT", problem, "write an IP address, not a name");
  }
  const number = scalar(Number(textOf(target)), target);
  return withEntries(node, published ? { target: number, published: toText(published, scope) } : { target: number });
}

function report(fault: PortFault, node: Node, scope: Scope): Node {
  return bad(scope, node, "COMPOSE_BAD_PORT", fault.problem, fault.hint);
}
