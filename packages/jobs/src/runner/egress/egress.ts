import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { JobSpec } from "../../job/spec.ts";
import { isPublic } from "./addresses.ts";
import { lets, type Target, targetText } from "./hosts.ts";

/** What a job reached, and what it was refused: `host:port`, each once, in the order of the first time. */
export interface EgressReport {
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}

/** Decides about every connection of one job. */
export interface Egress {
  /** The address to connect to, or why not. What is decided is in the report. */
  decide(target: Target): Promise<{ readonly address: string } | { readonly denied: string }>;
  /** The repository is checked out: from now on only the job's own policy counts. */
  checkedOut(): void;
  report(): EgressReport;
}

/** The addresses of a name, those to try first at the beginning; none when it has none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** More names are not told, so that a job cannot fill the report. */
const mostTold = 200;

/**
 * The connections of a job with this network policy. Until the checkout is over its repository's server may be reached too. An address
 * that is not public is never reached, whatever name leads there, but for those targets that the runner's owner names in `reachable`.
 */
export function createEgress(
  { network, repository }: Pick<JobSpec, "network" | "repository">,
  reachable: readonly string[],
  resolve: Resolve = addressesOf,
): Egress {
  const allowed = new Set<string>();
  const denied = new Set<string>();
  let server = repository && serverOf(repository.url);

  const isAsked = (target: Target): boolean => {
    if (server && targetText(target) === targetText(server)) return true;
    if (network === "internet") return true;
    return network !== "none" && network.allow.some((pattern) => lets(pattern, target));
  };

  async function judge(target: Target): Promise<{ readonly address: string } | { readonly denied: string }> {
    if (!isAsked(target)) return { denied: `${targetText(target)} is not among the hosts that this job may reach` };
    const addresses = isIP(target.host) === 0 ? await resolve(target.host) : [target.host];
    const [address] = addresses;
    if (address === undefined) return { denied: `${target.host} has no address` };
    const mayBePrivate = reachable.some((pattern) => lets(pattern, target));
    if (!mayBePrivate && !addresses.every(isPublic)) return { denied: `${targetText(target)} is no public address` };
    return { address };
  }

  return {
    async decide(target) {
      const judged = await judge(target);
      const told = "address" in judged ? allowed : denied;
      if (told.size < mostTold) told.add(targetText(target));
      return judged;
    },
    checkedOut() {
      server = undefined;
    },
    report: () => ({ allowed: [...allowed], denied: [...denied] }),
  };
}

function serverOf(url: string): Target {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** IPv4 first: not every host has a way to the other. */
async function addressesOf(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, order: "ipv4first" })).map(({ address }) => address);
  } catch {
    // A name that does not resolve has no address; the client is told so.
    return [];
  }
}
