import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { inspect } from "node:util";
import type { Reading } from "../../cascade/reading.ts";
import { textOf } from "../../cascade/reading.ts";
import { resolve } from "../../cascade/resolve.ts";
import { contractOf } from "../../testing/contract.ts";
import { kubernetes, publicKeyPem, signed } from "../../testing/identities.ts";
import { type TestVault, vaultServers } from "../../testing/vault-server.ts";
import { keepAlive } from "./keep-alive.ts";
import { vaultProvider } from "./provider.ts";
import { createVaultSession, MissingLogin, type VaultLogin } from "./session.ts";

const contract = await contractOf(`
settings:
  USER: { secret: true, vault: { path: shop/db, field: user } }
  PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  PINNED: { secret: true, vault: { path: shop/db, field: password, version: 1 } }
  NO_FIELD: { secret: true, vault: { path: shop/db, field: nothing } }
  NO_PATH: { secret: true, vault: { path: shop/none } }
  OTHER: { secret: true, vault: { path: other/db } }
  DYNAMIC: { secret: true, vault: { mount: leased, path: creds/app, field: password, raw: true } }
  NO_MOUNT: { secret: true, vault: { mount: nowhere, path: x } }
`);
const settings = (...keys: string[]) => keys.flatMap((key) => contract.settings.get(key) ?? []);
const shopPolicy = `path "secret/data/shop/*" { capabilities = ["read"] }
path "leased/creds/*" { capabilities = ["read"] }`;

for (const [name, start] of vaultServers) {
  describe(name, () => {
    let vault: TestVault;
    let roleId: string;
    let secretId: string;
    beforeAll(async () => {
      vault = await start();
      await vault.api("POST", "secret/data/shop/db", { data: { user: "app", password: "the-first-password" } });
      await vault.api("POST", "secret/data/shop/db", { data: { user: "app", password: "the-second-password" } });
      await vault.api("POST", "secret/data/other/db", { data: { OTHER: "not-for-the-shop" } });
      await vault.api("PUT", "sys/policies/acl/shop", { policy: shopPolicy });
      await vault.api("POST", "sys/auth/approle", { type: "approle" });
      await vault.api("POST", "auth/approle/role/shop", {
        token_policies: ["shop"],
        token_ttl: "3s",
        token_max_ttl: "60s",
      });
      const role = (await vault.api("GET", "auth/approle/role/shop/role-id")) as { data: { role_id: string } };
      const secret = (await vault.api("POST", "auth/approle/role/shop/secret-id")) as { data: { secret_id: string } };
      [roleId, secretId] = [role.data.role_id, secret.data.secret_id];
    }, 60_000);
    afterEach(() => vault.intercept(undefined));
    afterAll(() => vault[Symbol.asyncDispose]());

    const approle = (): VaultLogin => ({
      method: "approle",
      mount: "approle",
      roleId: () => roleId,
      secretId: () => secretId,
    });
    const root = (): VaultLogin => ({ method: "token", token: () => vault.rootToken });
    async function read(
      login: VaultLogin,
      keys: readonly string[],
      more: { kv?: 1 | 2; mount?: string; timeout?: number } = {},
    ): Promise<Reading> {
      const session = createVaultSession({ address: vault.address }, login);
      return vaultProvider(session, { mount: "secret", kv: 2, timeout: 20_000, ...more }).read(settings(...keys));
    }
    const values = ({ found }: Reading): Record<string, string> =>
      Object.fromEntries(found.map(({ key, value }) => [key, textOf(value)]));
    const reasons = ({ failed }: Reading): string[] =>
      failed.map(({ keys, reason, message }) => `${keys} ${reason}: ${message}`);

    test("secrets of KV 2, the latest and a pinned version, with path and version", async () => {
      const reading = await read(root(), ["USER", "PASSWORD", "PINNED"]);
      expect(values(reading)).toEqual({ USER: "app", PASSWORD: "the-second-password", PINNED: "the-first-password" });
      expect(reading.found.map(({ from, vault: place }) => `${from} ${place?.version}`)).toEqual([
        "Vault secret/data/shop/db#user 2",
        "Vault secret/data/shop/db#password 2",
        "Vault secret/data/shop/db#password 1",
      ]);
    });

    test("one request for each path, not for each key", async () => {
      const before = vault.requests("secret/data/shop/db");
      await read(root(), ["USER", "PASSWORD", "NO_FIELD"]);
      expect(vault.requests("secret/data/shop/db") - before).toBe(1);
    });

    test("secrets of KV 1", async () => {
      await vault.api("POST", "old/shop/db", { user: "app", password: "an-old-password" });
      const reading = await read(root(), ["USER", "PASSWORD"], { kv: 1, mount: "old" });
      expect(values(reading)).toEqual({ USER: "app", PASSWORD: "an-old-password" });
    });

    test("a missing path, a missing field, a deleted version and a missing engine are told apart", async () => {
      await vault.api("POST", "secret/data/shop/gone", { data: { GONE: "x" } });
      await vault.api("DELETE", "secret/data/shop/gone");
      const gone = await contractOf("settings: { GONE: { secret: true, vault: { path: shop/gone } } }");
      const session = createVaultSession({ address: vault.address }, root());
      const provider = vaultProvider(session, { mount: "secret", kv: 2, timeout: 20_000 });
      const reading = await provider.read([...settings("NO_PATH", "NO_FIELD", "NO_MOUNT"), ...gone.settings.values()]);
      expect(reading.absent?.map(({ keys, why }) => `${keys} ${why}`).sort()).toEqual([
        "GONE it was deleted",
        "NO_FIELD there is no field nothing",
        "NO_PATH there is nothing",
      ]);
      expect(reasons(reading)).toEqual(["NO_MOUNT unreadable: has no secrets engine there"]);
      const missing = resolve(gone, "production", [reading]).diagnostics[0];
      expect(missing?.message).toBe("GONE has no value in production: it was deleted (Vault secret/data/shop/gone)");
    });

    test("a policy that does not allow a path is a refusal; the other paths are read", async () => {
      const reading = await read(approle(), ["USER", "OTHER"]);
      expect(values(reading)).toEqual({ USER: "app" });
      expect(reasons(reading)).toEqual(["OTHER denied: refuses (403)"]);
    });

    test("a token that has ended or is wrong is told apart from one that may not read", async () => {
      const wrong = await read({ method: "token", token: () => "hvs.wrong-token-of-nobody" }, ["USER"]);
      expect(reasons(wrong)).toEqual(["USER denied: does not know the token (403)"]);
      expect(inspect(wrong, { depth: 9 })).not.toContain("wrong-token");
    });

    test("a login that is refused, or whose values are not there, says so without showing them", async () => {
      const bad = await read({ ...approle(), secretId: () => "not-the-secret-id" } as VaultLogin, ["USER"]);
      expect(reasons(bad)).toEqual(["USER denied: refuses the login with approle"]);
      expect(inspect(bad, { depth: 9 })).not.toContain("not-the-secret-id");
      const none = await read(
        {
          method: "token",
          token: () => {
            throw new MissingLogin("VAULT_TOKEN is not set");
          },
        },
        ["USER"],
      );
      expect(reasons(none)).toEqual(["USER denied: cannot be asked: VAULT_TOKEN is not set"]);
    });

    test("login with a JWT", async () => {
      await vault.api("POST", "sys/auth/jwt", { type: "jwt" });
      await vault.api("POST", "auth/jwt/config", { jwt_validation_pubkeys: [publicKeyPem] });
      await vault.api("POST", "auth/jwt/role/ci", {
        role_type: "jwt",
        bound_audiences: ["slipway"],
        user_claim: "sub",
        token_policies: ["shop"],
      });
      const now = Math.floor(Date.now() / 1000);
      const jwt = signed({ sub: "ci", aud: "slipway", iat: now, exp: now + 60 });
      const login: VaultLogin = { method: "jwt", mount: "jwt", role: "ci", jwt: () => jwt };
      expect(values(await read(login, ["USER"]))).toEqual({ USER: "app" });
      const broken: VaultLogin = { ...login, jwt: () => `${jwt.slice(0, -8)}AAAAAAAA` };
      expect(reasons(await read(broken, ["USER"]))).toEqual(["USER denied: refuses the login with jwt"]);
    });

    test("login with the account of a Kubernetes pod", async () => {
      using cluster = kubernetes();
      await vault.api("POST", "sys/auth/kubernetes", { type: "kubernetes" });
      await vault.api("POST", "auth/kubernetes/config", {
        kubernetes_host: cluster.address,
        token_reviewer_jwt: signed({ sub: "reviewer" }),
        disable_local_ca_jwt: true,
        disable_iss_validation: true,
      });
      await vault.api("POST", "auth/kubernetes/role/web", {
        bound_service_account_names: ["web"],
        bound_service_account_namespaces: ["default"],
        token_policies: ["shop"],
      });
      const jwt = signed({
        iss: "kubernetes/serviceaccount",
        sub: "system:serviceaccount:default:web",
        exp: Math.floor(Date.now() / 1000) + 60,
        "kubernetes.io/serviceaccount/namespace": "default",
        "kubernetes.io/serviceaccount/service-account.name": "web",
        "kubernetes.io/serviceaccount/service-account.uid": "1",
      });
      const login: VaultLogin = { method: "kubernetes", mount: "kubernetes", role: "web", jwt: () => jwt };
      expect(values(await read(login, ["USER"]))).toEqual({ USER: "app" });
    });

    test("while it is sealed nothing is read, and that is said at once", async () => {
      const login = root();
      await vault.seal();
      try {
        expect(reasons(await read(login, ["USER"]))).toEqual(["USER sealed: is sealed"]);
      } finally {
        await vault.unseal();
      }
    });

    test("what passes by itself is tried again", async () => {
      let left = 3;
      vault.intercept(async () => (left-- > 0 ? new Response("{}", { status: 502 }) : undefined));
      expect(values(await read(root(), ["USER"]))).toEqual({ USER: "app" });
    });

    test("a server that is slow, or not there, ends the reading at the deadline", async () => {
      vault.intercept(() => new Promise(() => undefined));
      expect(reasons(await read(root(), ["USER"], { timeout: 300 }))).toEqual([
        "USER timeout: does not answer in time",
      ]);
      const session = createVaultSession({ address: "http://127.0.0.1:1" }, root());
      const gone = await vaultProvider(session, { mount: "secret", kv: 2, timeout: 300 }).read(settings("USER"));
      expect(reasons(gone)[0]).toMatch(/^USER unreachable: cannot be reached: the connection is refused/);
    });

    test("an answer that is no JSON, and a redirect, are no secrets; the token follows no redirect", async () => {
      vault.intercept(async () => new Response("<html>hello</html>"));
      expect(reasons(await read(root(), ["USER"]))[0]).toMatch(
        /^USER malformed: answers with something that is no JSON/,
      );
      vault.intercept(async () => Response.redirect("https://elsewhere.example/v1/x", 307));
      expect(reasons(await read(root(), ["USER"]))[0]).toMatch(
        /^USER unreachable: redirects to https:\/\/elsewhere.example/,
      );
    });

    test("a token that was revoked is replaced by a new login in the middle", async () => {
      const session = createVaultSession({ address: vault.address }, approle());
      const provider = vaultProvider(session, { mount: "secret", kv: 2, timeout: 20_000 });
      const token = await session.token(AbortSignal.timeout(5000));
      if (!("token" in token)) throw new Error(token.message);
      await vault.api("POST", "auth/token/revoke", { token: token.token.reveal() });
      expect(values(await provider.read(settings("USER")))).toEqual({ USER: "app" });
    });

    test("a lease is kept alive; when its token ends, everything that hung on it is read anew", async () => {
      const session = createVaultSession({ address: vault.address }, approle());
      const stale: string[] = [];
      const due: (() => void)[] = [];
      const keeper = keepAlive(session, {
        timeout: 20_000,
        onStale: (why) => stale.push(why),
        onFailure: ({ message }) => stale.push(`failure ${message}`),
        after: (_ms, act) => {
          due.push(act);
          return () => undefined;
        },
      });
      const provider = vaultProvider(session, {
        mount: "secret",
        kv: 2,
        timeout: 20_000,
        onLease: (lease) => keeper.watch(lease),
      });
      await keeper.start();
      const first = values(await provider.read(settings("DYNAMIC")));
      expect(first["DYNAMIC"]).toMatch(/^leased-password-\d+$/);
      expect(due).toHaveLength(2);
      const before = vault.requests("sys/leases/renew");
      const [, renewLease] = due.splice(0);
      renewLease?.();
      await until(() => due.length === 1);
      expect(vault.requests("sys/leases/renew")).toBe(before + 1);
      const token = await session.token(AbortSignal.timeout(5000));
      if (!("token" in token)) throw new Error(token.message);
      await vault.api("POST", "auth/token/revoke", { token: token.token.reveal() });
      due.splice(0)[0]?.();
      await until(() => stale.length === 1);
      expect(stale).toEqual(["a lease cannot be prolonged any more"]);
      keeper.forget(keeper.leases());
      const second = values(await provider.read(settings("DYNAMIC")));
      expect(second["DYNAMIC"]).not.toBe(first["DYNAMIC"] ?? "");
      keeper.stop();
    });

    test("no secret and no token is in a reading, however it is printed", async () => {
      const reading = await read(root(), ["USER", "PASSWORD", "OTHER", "NO_PATH"]);
      const printed = inspect(reading, { depth: 9 }) + JSON.stringify(reading);
      for (const hidden of ["the-second-password", "not-for-the-shop", vault.rootToken])
        expect(printed).not.toContain(hidden);
    });
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
