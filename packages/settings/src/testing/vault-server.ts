import { FakeVault } from "./fake-vault.ts";

/** A Vault of a test's own, unsealed, with `secret` (KV 2), `old` (KV 1) and `leased` (4-second credentials) mounted. */
export interface TestVault extends AsyncDisposable {
  readonly address: string;
  readonly rootToken: string;
  /** A call of the HTTP API with the root token; gives the body. */
  api(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  /** How many requests came to this path (behind `/v1/`, without the query). */
  requests(path: string): number;
  /** Puts something between the client and the server from now on; `undefined` takes it away. */
  intercept(act: ((request: Request) => Promise<Response | undefined>) | undefined): void;
}

/** The servers that tests run over: the stand-in, and the real one where the rig has it. */
export const vaultServers: readonly (readonly [name: string, start: () => Promise<TestVault>])[] = [
  ["the stand-in", () => start(undefined)],
  ...(process.env["SLIPWAY_TEST_VAULT"] ? [["Vault", () => start(process.env["SLIPWAY_TEST_VAULT"])] as const] : []),
];

/** Starts a server on the loopback behind a counting relay, and sets it up. */
async function start(program: string | undefined): Promise<TestVault> {
  const server = program === undefined ? inProcess() : await spawned(program);
  const counts = new Map<string, number>();
  let between: Parameters<TestVault["intercept"]>[0];
  const relay = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const url = new URL(request.url);
      const path = url.pathname.replace(/^\/v1\//, "");
      counts.set(path, (counts.get(path) ?? 0) + 1);
      const instead = await between?.(request);
      if (instead) return instead;
      return server.answer(request);
    },
  });
  const address = `http://127.0.0.1:${relay.port}`;
  let rootToken = "";
  const api = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${server.address ?? address}/v1/${path}`, {
      method,
      headers: { "X-Vault-Token": rootToken },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };
  const { keys, root_token } = (await api("PUT", "sys/init", { secret_shares: 1, secret_threshold: 1 })) as {
    keys: string[];
    root_token: string;
  };
  rootToken = root_token;
  const unseal = async (): Promise<void> => {
    await api("PUT", "sys/unseal", { key: keys[0] });
  };
  await unseal();
  await api("POST", "sys/mounts/secret", { type: "kv", options: { version: "2" } });
  await api("POST", "sys/mounts/old", { type: "kv", options: { version: "1" } });
  await api("POST", "sys/mounts/leased", { type: "leased" });
  // A mount of KV 2 says 400 until it has made itself ready.
  while (!(await ready(() => api("POST", "secret/data/ready", { data: { a: "b" } })))) await Bun.sleep(20);
  counts.clear();
  return {
    address,
    rootToken,
    api,
    unseal,
    async seal() {
      await api("PUT", "sys/seal");
    },
    requests: (path) => counts.get(path) ?? 0,
    intercept(act) {
      between = act;
    },
    async [Symbol.asyncDispose]() {
      await relay.stop(true);
      await server.stop();
    },
  };
}

interface Server {
  readonly address?: string;
  answer(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

function inProcess(): Server {
  const vault = new FakeVault();
  return { answer: (request) => vault.answer(request), stop: async () => undefined };
}

async function spawned(program: string): Promise<Server> {
  const child = Bun.spawn([program], { stdout: "pipe", stderr: "ignore" });
  const reader = child.stdout.getReader();
  let said = "";
  while (!said.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`${program} ended at its start`);
    said += new TextDecoder().decode(value);
  }
  const address = said.trim();
  return {
    address,
    answer(request) {
      const url = new URL(request.url);
      return fetch(new Request(`${address}${url.pathname}${url.search}`, request), { redirect: "manual" });
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

async function ready(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (cause) {
    if (String(cause).includes(" 400 ")) return false;
    throw cause;
  }
}
