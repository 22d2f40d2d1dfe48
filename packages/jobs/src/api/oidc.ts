import type { JWTPayload } from "jose";
import { jobsErrors } from "../errors.ts";
import type { TokenReader } from "./authenticate.ts";
import { scopes } from "./contract/scopes.ts";
import { defaultTenant } from "./principal.ts";

/** An OIDC provider whose JWTs are taken. */
export interface OidcProvider {
  /** As the tokens name it; its discovery document lies below. */
  readonly issuer: string;
  /** Who the tokens must be for. */
  readonly audience: string;
  /** The claim with the tenant; `tenant` without it. Tokens without the claim are of the tenant `default`. */
  readonly tenantClaim?: string;
}

/** Clocks may differ by so much, in seconds. */
const clockSkew = 30;
/** Only what is signed with a private key: with a shared one everybody who can check could also sign. */
const algorithms = ["EdDSA", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];
const fetchMs = 5000;

/**
 * The reader of an OIDC provider's JWTs: signature by its published keys, issuer, audience, expiry. What they may do stands in `scope`
 * (or `scp`), as our scopes. Source: RFC 7519, RFC 9068; OpenID Connect Discovery 1.0.
 */
export function oidcTokens({ issuer, audience, tenantClaim = "tenant" }: OidcProvider, now: () => number): TokenReader {
  let keys: Promise<ReturnType<typeof import("jose").createRemoteJWKSet>> | undefined;
  const keySet = (): NonNullable<typeof keys> => {
    keys ??= openKeySet(issuer).catch((cause: unknown) => {
      // The next token asks again.
      keys = undefined;
      throw cause;
    });
    return keys;
  };
  return async (token) => {
    // A JWT in compact form has three parts; nothing else is looked at.
    if (token.split(".").length !== 3) return undefined;
    const { jwtVerify, errors } = await import("jose");
    try {
      const { payload } = await jwtVerify(token, await keySet(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockSkew,
        requiredClaims: ["exp", "sub"],
        currentDate: new Date(now()),
      });
      const granted = scopesIn(payload);
      const tenant = payload[tenantClaim];
      return {
        subject: `oidc:${issuer}#${payload.sub ?? ""}`,
        tenant: typeof tenant === "string" && tenant !== "" ? tenant : defaultTenant,
        scopes: new Set(scopes.filter((scope) => granted.has(scope))),
      };
    } catch (cause) {
      if (!(cause instanceof errors.JOSEError)) throw cause;
      throw jobsErrors.error("JOBS_BAD_TOKEN", { reason: cause.message }, { cause });
    }
  };
}

async function openKeySet(issuer: string): Promise<ReturnType<typeof import("jose").createRemoteJWKSet>> {
  const { createRemoteJWKSet } = await import("jose");
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const failed = (reason: string, cause?: unknown): Error =>
    jobsErrors.error("JOBS_PROVIDER_FAILED", { issuer, reason }, { cause });
  const answer = await fetch(url, { signal: AbortSignal.timeout(fetchMs) }).catch((cause: unknown) => {
    throw failed(cause instanceof Error ? cause.message : String(cause), cause);
  });
  const found = answer.ok ? ((await answer.json()) as { issuer?: unknown; jwks_uri?: unknown }) : {};
  if (found.issuer !== issuer || typeof found.jwks_uri !== "string") {
    throw failed(answer.ok ? "its discovery document is not of this issuer" : `it answers with ${answer.status}`);
  }
  return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: fetchMs });
}

function scopesIn({ scope, scp }: JWTPayload): ReadonlySet<string> {
  const written = scope ?? scp;
  if (Array.isArray(written)) return new Set(written.map(String));
  return new Set(typeof written === "string" ? written.split(" ") : []);
}
