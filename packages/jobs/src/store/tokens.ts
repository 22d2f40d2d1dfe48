import { one, type Statements, type Value } from "./database.ts";
import type { Token } from "./store.ts";
import { tell } from "./trail/append.ts";

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly hash: string;
  readonly scopes: string;
  readonly created_at: number;
  readonly expires_at: number | null;
}

const columns = "id, name, tenant, hash, scopes, created_at, expires_at";

const toToken = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  tenant: row.tenant,
  hash: row.hash,
  scopes: row.scopes.split(" "),
  createdAt: row.created_at,
  ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
});

/** Keeps a token: its hash, never its text. */
export async function addToken(statements: Statements, token: Token, by: string): Promise<void> {
  const { id, name, tenant, hash, scopes, createdAt, expiresAt } = token;
  await statements.all(
    `INSERT INTO tokens (id, name, tenant, hash, scopes, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, name, tenant, hash, scopes.join(" "), by, createdAt, expiresAt ?? null],
  );
  const data = { id, name, tenant, scopes, ...(expiresAt === undefined ? {} : { expiresAt }) };
  await tell(statements, { at: createdAt, actor: by, kind: "token.added", data });
}

/** The token with this hash, unless it was revoked. */
export async function tokenByHash(statements: Statements, hash: string): Promise<Token | undefined> {
  const row = await one<TokenRow>(statements, `SELECT ${columns} FROM tokens WHERE hash = $1 AND revoked_at IS NULL`, [
    hash,
  ]);
  return row && toToken(row);
}

/** Tokens that were not revoked, the oldest first; of one tenant or of all. */
export async function tokens(statements: Statements, tenant?: string): Promise<readonly Token[]> {
  const [condition, values]: [string, readonly Value[]] =
    tenant === undefined ? ["", []] : [" AND tenant = $1", [tenant]];
  const rows = await statements.all<TokenRow>(
    `SELECT ${columns} FROM tokens WHERE revoked_at IS NULL${condition} ORDER BY id`,
    values,
  );
  return rows.map(toToken);
}

/** Revokes a token; gives whether there was one. */
export async function revokeToken(statements: Statements, id: string, by: string, now: number): Promise<boolean> {
  const row = await one<{ name: string; tenant: string }>(
    statements,
    "UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING name, tenant",
    [id, now],
  );
  if (row) await tell(statements, { at: now, actor: by, kind: "token.revoked", data: { id, ...row } });
  return row !== undefined;
}
