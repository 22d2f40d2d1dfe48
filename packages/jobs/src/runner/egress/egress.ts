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
  /** The addresses to connect to, those to try first at the beginning, or why not. What is decided is in the report. */
  decide(target: Target): Promise<Decision>;
  /** Told why a connection that was allowed came to nothing. */
  failed(why: string): void;
  /** The repository is checked out: from now on only the job's own policy counts. */
  checkedOut(): void;
  report(): EgressReport;
  /** What went wrong with the last connection that could not be made or came to a halt; undefined when all went well. */
  fault(): string | undefined;
  /** Milliseconds to wait for a server. */
  readonly patience: EgressPatience;
}

export type Decision = { readonly addresses: readonly string[] } | { readonly denied: string };

export interface EgressPatience {
  /** For a name to be resolved, and for a connection to be made; 20 seconds. */
  readonly connectMs: number;
  /** A connection of the checkout on which nothing moves for so long is given up; a minute. 0: never. */
  readonly stalledMs: number;
}

export interface EgressOptions {
  /** Targets that may be reached although their addresses are private. */
  readonly reachable: readonly string[];
  /** The system's way when absent. */
  readonly resolve?: Resolve | undefined;
  readonly patience?: Partial<EgressPatience> | undefined;
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
  { reachable, resolve = addressesOf, patience }: EgressOptions,
): Egress {
  const { connectMs = 20_000, stalledMs = 60_000 } = patience ?? {};
  const allowed = new Set<string>();
  const denied = new Set<string>();
  let server = repository && serverOf(repository.url);
  let fault: string | undefined;

  const isAsked = (target: Target): boolean => {
    if (server && targetText(target) === targetText(server)) return true;
    if (network === "internet") return true;
    return network !== "none" && network.allow.some((pattern) => lets(pattern, target));
  };

  async function judge(target: Target): Promise<Decision> {
    if (!isAsked(target)) return { denied: `${targetText(target)} is not among the hosts that this job may reach` };
    const addresses = isIP(target.host) === 0 ? await within(connectMs, resolve(target.host)) : [target.host];
    if (addresses.length === 0) return { denied: `no address was found for ${target.host}` };
    const mayBePrivate = reachable.some((pattern) => lets(pattern, target));
    if (!mayBePrivate && !addresses.every(isPublic))
      return {
        denied: `${targetText(target)} is no public address (\`slipway serve --reachable\` lets jobs reach such ones)`,
      };
    return { addresses };
  }

  return {
    async decide(target) {
      const judged = await judge(target);
      const told = "denied" in judged ? denied : allowed;
      if ("denied" in judged) fault = judged.denied;
      if (told.size < mostTold) told.add(targetText(target));
      return judged;
    },
    checkedOut() {
      server = undefined;
    },
    failed(why) {
      fault = why;
    },
    report: () => ({ allowed: [...allowed], denied: [...denied] }),
    fault: () => fault,
    // What the job itself does with its connections is its own affair.
    get patience() {
      return { connectMs, stalledMs: server ? stalledMs : 0 };
    },
  };
}

function serverOf(url: string): Target {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** What is not known in time is as good as not there. */
async function within(ms: number, resolving: Promise<readonly string[]>): Promise<readonly string[]> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const timer = setTimeout(() => resolve([]), ms);
  try {
    return await Promise.race([resolving, promise]);
  } finally {
    clearTimeout(timer);
  }
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
