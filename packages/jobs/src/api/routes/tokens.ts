import { jobsErrors } from "../../errors.ts";
import { newId } from "../../job/id.ts";
import type { Token } from "../../store/store.ts";
import type { TokenView } from "../contract/schemas.ts";
import { scopes as known } from "../contract/scopes.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { requireScope, tenantOf } from "../principal.ts";
import { hashOfToken, newTokenText } from "../token-text.ts";

type TokenHandlers = Pick<Handlers, "listTokens" | "createToken" | "revokeToken">;

/** Handlers of tokens. Nobody can give a token more than they have themselves. */
export function tokenRoutes({ store, now }: Pick<ApiParts, "store" | "now">): TokenHandlers {
  return {
    async listTokens({ principal }) {
      const tokens = await store.tokens(tenantOf(principal, undefined));
      return { status: 200, body: { tokens: tokens.map(tokenView) } };
    },
    async createToken({ principal, body }) {
      for (const scope of body.scopes) requireScope(principal, scope);
      const tenant = body.tenant ?? principal.tenant;
      tenantOf(principal, tenant);
      const text = newTokenText();
      const createdAt = now();
      const token: Token = {
        id: newId(createdAt),
        name: body.name,
        hash: hashOfToken(text),
        tenant,
        scopes: [...new Set(body.scopes)],
        createdAt,
        ...(body.expires_in_seconds === undefined ? {} : { expiresAt: createdAt + body.expires_in_seconds * 1000 }),
      };
      await store.addToken(token, principal.subject);
      return { status: 201, body: { token: text, details: tokenView(token) } };
    },
    async revokeToken({ principal, params: { id } }) {
      const tokens = await store.tokens(tenantOf(principal, undefined));
      if (!tokens.some((token) => token.id === id)) throw jobsErrors.error("JOBS_UNKNOWN_TOKEN", { token: id });
      await store.revokeToken(id, principal.subject);
      return { status: 204 };
    },
  };
}

function tokenView({ id, name, tenant, scopes, createdAt, expiresAt }: Token): TokenView {
  return {
    id,
    name,
    tenant,
    scopes: known.filter((scope) => scopes.includes(scope)),
    created_at: new Date(createdAt).toISOString(),
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
  };
}
