import type { Port } from "../model/service.ts";

export interface PortFault {
  readonly problem: string;
  readonly hint: string;
}

type Range = readonly [first: number, last: number];

const form = "write [[IP:]HOST:]CONTAINER[/PROTOCOL], such as 8080:80, 127.0.0.1:8080:80 or 9000-9010:9000-9010/udp";
/** An IPv6 address, two ranges and a protocol fit in. The pattern takes long where colons follow one another. */
const longest = 100;
const protocols = ["tcp", "udp", "sctp"];

/**
 * The ports of one text of the short syntax, in the order in which docker compose lists them (as texts).
 * Source: Compose Specification, "ports", short syntax.
 */
export function parsePort(text: string): { readonly ports: readonly Port[] } | PortFault {
  if (text.length > longest) return { problem: "is no port: it is far too long", hint: form };
  const match =
    /^(?:(?<ip>\[[^\]]*\]|[^:[\]]*|[^[\]]*:[^[\]]*):(?=[^:]*:))?(?:(?<host>[^:/]*):)?(?<container>[^:/]+)(?:\/(?<protocol>.+))?$/.exec(
      text,
    );
  const { ip = "", host = "", container = "", protocol = "tcp" } = match?.groups ?? {};
  const target = rangeOf(container);
  const published = host === "" ? undefined : rangeOf(host);
  if (!match || (host === "" && text.startsWith(":")))
    return { problem: `is no port: ${JSON.stringify(text)}`, hint: form };
  if (typeof target === "string") return { problem: `has no valid container port: ${target}`, hint: form };
  if (typeof published === "string") return { problem: `has no valid host port: ${published}`, hint: form };
  const address = ip.replace(/^\[|\]$/g, "");
  if (ip !== "" && !isAddress(address))
    return {
      problem: `has no valid host address: ${JSON.stringify(address)}`,
      hint: "write an IP address, not a name",
    };
  const kind = protocol.toLowerCase();
  if (!protocols.includes(kind))
    return { problem: `has an unknown protocol: ${protocol}`, hint: `write ${protocols.join(", ")}` };
  const length = target[1] - target[0];
  if (published && length > 0 && published[1] - published[0] !== length) {
    return {
      problem: `has ranges of different lengths: ${host} and ${container}`,
      hint: "give as many host ports as container ports",
    };
  }
  const ports = Array.from(
    { length: length + 1 },
    (_, index): Port => ({
      mode: "ingress",
      ...(address === "" ? {} : { host_ip: address }),
      target: target[0] + index,
      ...(published ? { published: length === 0 ? host : String(published[0] + index) } : {}),
      protocol: kind,
    }),
  );
  return { ports: ports.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1)) };
}

/** The first and last port of `80` or `80-90`, or what is wrong with it. */
function rangeOf(text: string): Range | string {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return JSON.stringify(text);
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (last > 65535) return `${last} is above 65535`;
  if (last < first) return `${text} ends before it begins`;
  return [first, last];
}

/** True for an IPv4 or IPv6 address without brackets. */
export function isAddress(text: string): boolean {
  // Pure folders know no node:net; a URL takes exactly what is an IPv6 address between its brackets.
  if (text.includes(":")) return URL.canParse(`http://[${text.replace(/%\w+$/, "")}]/`);
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
