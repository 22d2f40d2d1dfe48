import type { FailureReason } from "../../cascade/reading.ts";
import { type Answer, send } from "./send.ts";

/** How a server is reached. */
export interface VaultServer {
  /** Without a `/` at its end. */
  readonly address: string;
  readonly namespace?: string;
  readonly ca?: string;
}

/** Why there is no answer. `message` continues a sentence whose subject is Vault, and holds neither token nor secret. */
export interface VaultFailure {
  readonly reason: FailureReason;
  readonly message: string;
  readonly hint?: string;
}

/** What a call came to: a body, nothing at that path, or a failure. */
export type VaultAnswer =
  | { readonly kind: "body"; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "absent";
      readonly why: string;
      /** Of KV 2: the version that was deleted. */
      readonly version?: number;
    }
  | { readonly kind: "failure"; readonly failure: VaultFailure };

export interface VaultCall {
  readonly method?: "GET" | "POST" | "PUT" | "LIST";
  /** Behind `/v1/`. */
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
  /** Ends all attempts. */
  readonly signal: AbortSignal;
}

/** The first pause between attempts, in milliseconds; each later one is twice as long, up to a second, give or take a half. */
const firstPause = 50;

/**
 * Calls Vault, or OpenBao, which speaks the same. What may pass by itself (no connection, 412, 429, 5xx) is tried again until
 * `signal` ends it; a refusal, a seal and a missing path are told at once.
 * Source: Vault's HTTP API, "HTTP status codes".
 */
export async function callVault(server: VaultServer, call: VaultCall): Promise<VaultAnswer> {
  let last: VaultFailure | undefined;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, 1000)) {
    const attempt = await callOnce(server, call);
    if (attempt.kind !== "failure" || !attempt.again) return attempt;
    // While time runs out the reason of the attempt before says more than "aborted".
    last = call.signal.aborted ? (last ?? attempt.failure) : attempt.failure;
    if (call.signal.aborted) return { kind: "failure", failure: last };
    await wait(pause * (0.5 + Math.random()), call.signal);
  }
}

type Attempt = VaultAnswer & { readonly again?: boolean };

async function callOnce(
  server: VaultServer,
  { method = "GET", path, token, body, signal }: VaultCall,
): Promise<Attempt> {
  const headers = {
    "X-Vault-Request": "true",
    ...(token === undefined ? {} : { "X-Vault-Token": token }),
    ...(server.namespace ? { "X-Vault-Namespace": server.namespace } : {}),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  try {
    const answer = await send({
      method,
      url: `${server.address}/v1/${path}`,
      headers,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(server.ca === undefined ? {} : { ca: server.ca }),
    });
    return judged(answer);
  } catch (cause) {
    if (signal.aborted) return failure("timeout", "does not answer in time", undefined, true);
    return unreachable(cause);
  }
}

/** What an answer means. */
function judged({ status, body, location }: Answer): Attempt {
  const errors = errorsOf(body);
  if (status >= 200 && status < 300) {
    if (isRecord(body)) return { kind: "body", body };
    if (status === 204) return { kind: "body", body: {} };
    return failure("malformed", "answers with something that is no JSON", "check that this is the address of Vault");
  }
  if (status === 404) {
    if (errors.some((text) => text.includes("no handler for route"))) {
      return failure("unreadable", "has no secrets engine there", "check `mount:` of the setting and of `vault:`");
    }
    if (!isRecord(body))
      return failure("malformed", "answers 404 without JSON", "check that this is the address of Vault");
    const data = isRecord(body["data"]) ? body["data"] : undefined;
    if (!data) return { kind: "absent", why: "there is nothing" };
    const metadata = isRecord(data["metadata"]) ? data["metadata"] : {};
    return { kind: "absent", why: "it was deleted", version: Number(metadata["version"] ?? 0) };
  }
  if (status === 403 || status === 401)
    return failure("denied", "refuses (403)", "check the policies of the token or role");
  if (status === 400)
    return failure("rejected", "does not accept what was sent (400)", "check the path, and the version of KV");
  if (status === 503 && errors.some((text) => text.includes("sealed"))) {
    return failure("sealed", "is sealed", "somebody with the unseal keys has to run `vault operator unseal`");
  }
  if (status >= 300 && status < 400) {
    const host = location === undefined ? "" : ` to ${originOf(location)}`;
    return failure("unreachable", `redirects${host}`, "set VAULT_ADDR to the active node or to the load balancer");
  }
  const again = status === 412 || status === 429 || status >= 472;
  return failure(again ? "unreachable" : "malformed", `answers with status ${status}`, undefined, again);
}

function failure(reason: FailureReason, message: string, hint?: string, again = false): Attempt {
  return { kind: "failure", failure: { reason, message, ...(hint === undefined ? {} : { hint }) }, again };
}

const connectionTexts: readonly (readonly [pattern: RegExp, text: string, hint?: string])[] = [
  [/ECONNREFUSED|ConnectionRefused|Unable to connect/i, "the connection is refused"],
  [/ENOTFOUND|EAI_AGAIN|getaddrinfo|FailedToOpenSocket/i, "the name of the server is not known"],
  [/ECONNRESET|ConnectionClosed|socket.*clos/i, "the connection broke"],
  [
    /CERT|certificate|self.signed|UNABLE_TO_VERIFY|SSL|TLS/i,
    "its certificate is not trusted",
    "name its certificate authority with `vault.ca` or VAULT_CACERT",
  ],
];

function unreachable(cause: unknown): Attempt {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = [cause, inner].map((one) => (one instanceof Error ? `${codeOf(one)} ${one.message}` : "")).join(" ");
  const known = connectionTexts.find(([pattern]) => pattern.test(text));
  const untrusted = known?.[2] !== undefined;
  const hint = known?.[2] ?? "check VAULT_ADDR, and that the server runs";
  return failure("unreachable", `cannot be reached: ${known?.[1] ?? "the call failed"}`, hint, !untrusted);
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

function originOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : "another address";
}

function errorsOf(body: unknown): readonly string[] {
  const errors = isRecord(body) ? body["errors"] : undefined;
  return Array.isArray(errors) ? errors.map(String) : [];
}

/** True for an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = (): void => resolve();
  signal.addEventListener("abort", stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
}
