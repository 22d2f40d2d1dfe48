import { Secret } from "@slipway/core";
import {
  callVault,
  isRecord,
  type VaultAnswer,
  type VaultCall,
  type VaultFailure,
  type VaultServer,
} from "./client.ts";

/** How a program proves who it is. The values are read when they are needed: they may be renewed meanwhile. */
export type VaultLogin =
  | { readonly method: "token"; readonly token: () => string }
  | {
      readonly method: "approle";
      readonly mount: string;
      readonly roleId: () => string;
      readonly secretId: () => string;
    }
  | {
      readonly method: "jwt" | "kubernetes";
      readonly mount: string;
      readonly role: string;
      readonly jwt: () => string;
    };

/** A token and how long it lives. */
export interface VaultToken {
  readonly token: Secret;
  readonly renewable: boolean;
  /** Milliseconds since the epoch; undefined for one that lives for ever. */
  readonly expires?: number;
  /** Milliseconds that it had when it was given or renewed last. */
  readonly lifetime?: number;
}

/** Thrown by what reads a login's values: no token is set, a file is not there. */
export class MissingLogin extends Error {}

/** Calls to one Vault under one login, which is done again when its token has ended. */
export interface VaultSession {
  readonly server: VaultServer;
  /** A call with the token. After a refusal a login that can be done again is done once, and the call repeated. */
  call(call: Omit<VaultCall, "token">): Promise<VaultAnswer>;
  /** The token at hand, after a login if there is none yet. */
  token(signal: AbortSignal): Promise<VaultToken | VaultFailure>;
  /** Prolongs the token; logs in anew when that is refused or it has reached its end. True when it is a new token. */
  renew(signal: AbortSignal): Promise<boolean | VaultFailure>;
}

/** A token with less life than this left is not used any more, in milliseconds. */
const margin = 1000;

/** Opens a session; nothing is sent before the first call. */
export function createVaultSession(server: VaultServer, login: VaultLogin, now: () => number = Date.now): VaultSession {
  let current: VaultToken | undefined;
  let underWay: Promise<VaultToken | VaultFailure> | undefined;

  const logIn = (signal: AbortSignal): Promise<VaultToken | VaultFailure> => {
    underWay ??= newToken(server, login, signal, now)
      .then((made) => {
        if ("token" in made) current = made;
        return made;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  const token = async (signal: AbortSignal): Promise<VaultToken | VaultFailure> => {
    const usable = current && (current.expires === undefined || current.expires - now() > margin);
    return usable && current ? current : logIn(signal);
  };

  return {
    server,
    token,
    async call(call) {
      const used = await token(call.signal);
      if (!("token" in used)) return { kind: "failure", failure: used };
      const answer = await callVault(server, { ...call, token: used.token.reveal() });
      const refused = answer.kind === "failure" && answer.failure.reason === "denied";
      if (!refused || login.method === "token")
        return refused ? tokenOrPolicy(server, used, answer, call.signal) : answer;
      // The token may have ended before its time: revoked, or the server was restored from a copy.
      if (current === used) current = undefined;
      const anew = await token(call.signal);
      if (!("token" in anew)) return { kind: "failure", failure: anew };
      return callVault(server, { ...call, token: anew.token.reveal() });
    },
    async renew(signal) {
      const used = await token(signal);
      if (!("token" in used)) return used;
      if (used.renewable) {
        const call = { method: "POST", path: "auth/token/renew-self", body: {}, signal } as const;
        const answer = await callVault(server, { ...call, token: used.token.reveal() });
        const renewed = answer.kind === "body" ? tokenOf(answer.body, now, used.token) : undefined;
        // A token near its last day is prolonged by ever less: then a new one is due.
        if (renewed && (renewed.lifetime ?? 0) >= (used.lifetime ?? 0) / 2) {
          current = renewed;
          return false;
        }
        if (answer.kind === "failure" && !refusals.has(answer.failure.reason)) return answer.failure;
      }
      if (login.method === "token") return used.expires === undefined ? false : tokenEnds;
      current = undefined;
      const made = await logIn(signal);
      return "token" in made ? true : made;
    },
  };
}

/** What a login is answered with when it is wrong: Vault says 400 for a wrong secret, 403 for a wrong role, 404 for no such method. */
const refusals: ReadonlySet<VaultFailure["reason"]> = new Set(["denied", "rejected", "unreadable"]);

const tokenEnds: VaultFailure = {
  reason: "denied",
  message: "does not prolong the token",
  hint: "get a new token with `vault login`, or use `auth: approle`",
};

async function newToken(
  server: VaultServer,
  login: VaultLogin,
  signal: AbortSignal,
  now: () => number,
): Promise<VaultToken | VaultFailure> {
  try {
    if (login.method === "token") return await lookUp(server, new Secret(login.token()), signal, now);
    const body =
      login.method === "approle"
        ? { role_id: login.roleId(), secret_id: new Secret(login.secretId()).reveal() }
        : { role: login.role, jwt: new Secret(login.jwt()).reveal() };
    const path = `auth/${login.mount}/login`;
    const answer = await callVault(server, { method: "POST", path, body, signal });
    const made = answer.kind === "body" ? tokenOf(answer.body, now) : undefined;
    if (made) return made;
    if (answer.kind === "failure" && !refusals.has(answer.failure.reason)) return answer.failure;
    const hint = `check the role and its secrets, and that ${login.method} is mounted at auth/${login.mount}`;
    return { reason: "denied", message: `refuses the login with ${login.method}`, hint };
  } catch (cause) {
    if (!(cause instanceof MissingLogin)) throw cause;
    const hint = "set what the login needs, or VAULT_TOKEN";
    return { reason: "denied", message: `cannot be asked: ${cause.message}`, hint };
  }
}

/** What a token that was handed over can do. One that may not look itself up is used as it is. */
async function lookUp(
  server: VaultServer,
  token: Secret,
  signal: AbortSignal,
  now: () => number,
): Promise<VaultToken | VaultFailure> {
  const answer = await callVault(server, { path: "auth/token/lookup-self", token: token.reveal(), signal });
  if (answer.kind === "failure" && answer.failure.reason !== "denied") return answer.failure;
  const data = answer.kind === "body" && isRecord(answer.body["data"]) ? answer.body["data"] : undefined;
  if (!data) return { token, renewable: false };
  return { token, renewable: data["renewable"] === true, ...lifeOf(Number(data["ttl"]), now) };
}

function tokenOf(body: Readonly<Record<string, unknown>>, now: () => number, old?: Secret): VaultToken | undefined {
  const auth = body["auth"];
  if (!isRecord(auth)) return undefined;
  const text = auth["client_token"];
  const token = typeof text === "string" && text !== "" ? new Secret(text) : old;
  if (!token) return undefined;
  return { token, renewable: auth["renewable"] === true, ...lifeOf(Number(auth["lease_duration"]), now) };
}

function lifeOf(seconds: number, now: () => number): Pick<VaultToken, "expires" | "lifetime"> {
  return seconds > 0 ? { expires: now() + seconds * 1000, lifetime: seconds * 1000 } : {};
}

/** Tells a token that has ended from one that may not read this. */
async function tokenOrPolicy(
  server: VaultServer,
  { token }: VaultToken,
  refused: VaultAnswer,
  signal: AbortSignal,
): Promise<VaultAnswer> {
  const answer = await callVault(server, { path: "auth/token/lookup-self", token: token.reveal(), signal });
  if (answer.kind !== "failure" || answer.failure.reason !== "denied") return refused;
  const hint = "it has ended or was revoked: get a new one with `vault login`";
  return { kind: "failure", failure: { reason: "denied", message: "does not know the token (403)", hint } };
}
