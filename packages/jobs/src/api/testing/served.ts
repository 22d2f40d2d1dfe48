import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type JobsClient } from "../../client/client.gen.ts";
import { sendOverHttp } from "../../client/send.ts";
import { openStore } from "../../store/open.ts";
import type { Claim, Store } from "../../store/store.ts";
import { knownTokens, storedTokens } from "../authenticate.ts";
import { type Scope, scopes } from "../contract/scopes.ts";
import { type ServeOptions, serveApi } from "../serve.ts";
import { hashOfToken } from "../token-text.ts";

/** A server over a store of its own, with a token for each of two tenants, one for all, and one that may only read. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly store: Store;
  /** The client with the token of `alice`, who may do everything. */
  readonly client: JobsClient;
  as(token: "alice" | "bob" | "reader" | "operator"): JobsClient;
  /** A request without the client. */
  fetch(path: string, init?: RequestInit & { readonly token?: string }): Promise<Response>;
  /** What the server has logged so far. */
  logged(): readonly Readonly<Record<string, unknown>>[];
  /** The next job, claimed as a worker would. */
  claim(): Promise<Claim>;
}

export async function served(more: Partial<ServeOptions> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-api-"));
  const store = await openStore({ url: join(folder, "jobs.sqlite") });
  const known = (name: string, tenant: string, may: readonly Scope[]) => ({
    hash: hashOfToken(tokenOf(name)),
    subject: `token:${name}`,
    tenant,
    scopes: new Set(may),
  });
  const logged: Record<string, unknown>[] = [];
  const server = await serveApi({
    store,
    tokens: [
      knownTokens([
        known("alice", "alpha", scopes),
        known("bob", "beta", scopes),
        known("reader", "alpha", ["jobs:read"]),
        known("operator", "*", scopes),
      ]),
      storedTokens(store, more.now ?? Date.now),
    ],
    log: (level, message, fields) => void logged.push({ level, message, ...fields }),
    hostname: "127.0.0.1",
    port: 0,
    ...more,
  });
  const as = (name: string): JobsClient => createClient(sendOverHttp({ url: server.url, token: tokenOf(name) }));
  return {
    url: server.url,
    store,
    client: as("alice"),
    as,
    fetch: (path, { token = tokenOf("alice"), ...init } = {}) =>
      fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    logged: () => logged,
    async claim() {
      const [claim] = await store.claim("worker", 1);
      if (!claim) throw new Error("there is no job to claim");
      return claim;
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

const tokenOf = (name: string): string => `slipway_of-${name}`;
