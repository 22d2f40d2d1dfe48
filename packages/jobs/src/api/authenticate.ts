import { jobsErrors } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { scopes } from "./contract/scopes.ts";
import type { Principal } from "./principal.ts";
import { hashOfToken, tokenPrefix } from "./token-text.ts";

/** Tells from the text of a token who it is; undefined when it is not of this kind. */
export type TokenReader = (token: string) => Promise<Principal | undefined>;

/**
 * Who makes a request, from its header `Authorization`.
 * @throws JOBS_NO_TOKEN, JOBS_BAD_TOKEN
 */
export async function authenticate(request: Request, readers: readonly TokenReader[]): Promise<Principal> {
  const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token === undefined) throw jobsErrors.error("JOBS_NO_TOKEN", {});
  for (const read of readers) {
    const principal = await read(token);
    if (principal) return principal;
  }
  throw jobsErrors.error("JOBS_BAD_TOKEN", { reason: "it is not known here" });
}

/** A token that is known from outside the store: of a file, or of the environment. */
export interface KnownToken extends Principal {
  readonly hash: string;
}

/** The reader of tokens that were given at the start. */
export function knownTokens(known: readonly KnownToken[]): TokenReader {
  const byHash = new Map(known.map((token) => [token.hash, token]));
  return async (text) => byHash.get(hashOfToken(text));
}

/** The reader of tokens that the store has the hashes of. */
export function storedTokens(store: Pick<Store, "tokenByHash">, now: () => number): TokenReader {
  return async (text) => {
    if (!text.startsWith(tokenPrefix)) return undefined;
    const token = await store.tokenByHash(hashOfToken(text));
    if (!token) throw jobsErrors.error("JOBS_BAD_TOKEN", { reason: "it is not known here, or was revoked" });
    if (token.expiresAt !== undefined && token.expiresAt <= now())
      throw jobsErrors.error("JOBS_BAD_TOKEN", { reason: "its time is over" });
    return {
      subject: subjectOf(token),
      tenant: token.tenant,
      scopes: new Set(scopes.filter((scope) => token.scopes.includes(scope))),
    };
  };
}

/** As the audit trail names whoever has a token: names may be given twice, ids not. */
const subjectOf = ({ name, id }: { readonly name: string; readonly id: string }): string =>
  `token:${name}:${id.slice(-12)}`;
