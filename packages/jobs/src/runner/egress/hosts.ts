/** A host and a port that somebody wants to reach. */
export interface Target {
  /** A name in lower case, or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Whether a pattern lets a target through: `example.org` (ports 80 and 443), `*.example.org` (every name below it), either with a port
 * (`example.org:8080`).
 */
export function lets(pattern: string, { host, port }: Target): boolean {
  const [, name = "", wanted] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  if (wanted === undefined ? port !== 80 && port !== 443 : port !== Number(wanted)) return false;
  const bare = name.replace(/^\[(.*)\]$/, "$1");
  return bare.startsWith("*.") ? host.endsWith(bare.slice(1)) : host === bare;
}

/** Reads `host:port`, as CONNECT has it; the port may be left out where there is a usual one. */
export function parseTarget(text: string, usualPort?: number): Target | undefined {
  const [, bracketed, name, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = (bracketed ?? name ?? "").toLowerCase().replace(/\.$/, "");
  const number = port === undefined ? usualPort : Number(port);
  return host === "" || number === undefined || number < 1 || number > 65_535 ? undefined : { host, port: number };
}

export function targetText({ host, port }: Target): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
