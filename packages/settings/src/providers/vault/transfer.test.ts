import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Secret } from "@slipway/core";
import { contractOf } from "../../testing/contract.ts";
import { type TestVault, vaultServers } from "../../testing/vault-server.ts";
import { initVault, vaultProject } from "./project.ts";
import { vaultProvider } from "./provider.ts";
import { createVaultSession, type VaultSession } from "./session.ts";
import { pullSecrets, pushSecrets } from "./transfer.ts";

const contract = await contractOf(`settings:
  PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  USER: { secret: true, vault: { path: shop/db, field: user } }
  TOKEN: { secret: true, vault: { path: shop/api } }
  PINNED: { secret: true, vault: { path: shop/api, field: old, version: 1 } }
  ELSEWHERE: { secret: true }
`);
const values = (texts: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> =>
  new Map(Object.entries(texts).map(([key, text]) => [key, new Secret(text)]));

for (const [name, start] of vaultServers) {
  describe(`secrets in ${name}`, () => {
    let vault: TestVault;
    let root: VaultSession;
    beforeAll(async () => {
      vault = await start();
      root = createVaultSession({ address: vault.address }, { method: "token", token: () => vault.rootToken });
    }, 60_000);
    afterAll(() => vault[Symbol.asyncDispose]());

    test("are pushed once, one request a path; other fields stay, and another value is only replaced by force", async () => {
      for (const [mount, kv] of [
        ["secret", 2],
        ["old", 1],
      ] as const) {
        const options = { mount, kv, signal: AbortSignal.timeout(20_000) };
        const path = kv === 2 ? `${mount}/data/shop/db` : `${mount}/shop/db`;
        const fields = { password: "the-old-password", note: "kept" };
        await vault.api("POST", path, kv === 2 ? { data: fields } : fields);
        const mine = values({ PASSWORD: "a-new-password", USER: "app-user", TOKEN: "a-new-token" });
        const outcomes = async (more: object): Promise<string[]> =>
          (await pushSecrets(root, contract, mine, { ...options, ...more })).map(
            (one) => `${one.place} ${one.outcome}`,
          );
        const first = [
          `${mount}/shop/db#password differs`,
          `${mount}/shop/db#user written`,
          `${mount}/shop/api#TOKEN written`,
        ];
        expect(await outcomes({ dryRun: true })).toEqual(first);
        expect(await outcomes({})).toEqual(first);
        const before = vault.requests(path);
        expect(await outcomes({})).toEqual([
          `${mount}/shop/db#password differs`,
          `${mount}/shop/db#user kept`,
          `${mount}/shop/api#TOKEN kept`,
        ]);
        expect(vault.requests(path)).toBe(before + 1);
        expect((await outcomes({ force: true }))[0]).toBe(`${mount}/shop/db#password written`);
        const { data } = (await vault.api("GET", path)) as { data: { data?: object } };
        expect(kv === 2 ? data.data : data).toMatchObject({
          password: "a-new-password",
          user: "app-user",
          note: "kept",
        });
        const pulled = await pullSecrets(root, contract, options);
        expect([...pulled].map(([key, value]) => `${key} ${value.reveal()}`)).toEqual([
          "PASSWORD a-new-password",
          "USER app-user",
          "TOKEN a-new-token",
        ]);
      }
    });

    test("that were deleted can be pushed again", async () => {
      const options = { mount: "secret", kv: 2, signal: AbortSignal.timeout(20_000) } as const;
      await pushSecrets(root, contract, values({ TOKEN: "the-first-token" }), { ...options, force: true });
      await vault.api("DELETE", "secret/data/shop/api");
      const [, , token] = await pushSecrets(root, contract, values({ TOKEN: "the-second-token" }), options);
      expect(token).toMatchObject({ key: "TOKEN", outcome: "written" });
      expect((await pullSecrets(root, contract, options)).get("TOKEN")?.reveal()).toBe("the-second-token");
    });

    test("of a project are read with the role that init makes, and nothing else is", async () => {
      const options = { mount: "secret", kv: 2, signal: AbortSignal.timeout(20_000) } as const;
      await vault.api("POST", "secret/data/shop/db", { data: { password: "for-the-role" } });
      await vault.api("POST", "secret/data/other", { data: { TOKEN: "not-for-the-role" } });
      const project = vaultProject(contract, "shop", options);
      expect(project.policy).toBe(
        'path "secret/data/shop/api" {\n  capabilities = ["read"]\n}\n\npath "secret/data/shop/db" {\n  capabilities = ["read"]\n}\n',
      );
      const { roleId, made } = await initVault(root, project, options);
      expect(made).toEqual(["the policy shop", "the login approle", "the role shop"]);
      expect((await initVault(root, project, options)).made).toEqual(["the policy shop", "the role shop"]);
      const { data } = (await vault.api("POST", "auth/approle/role/shop/secret-id")) as { data: { secret_id: string } };
      const login = {
        method: "approle",
        mount: "approle",
        roleId: () => roleId,
        secretId: () => data.secret_id,
      } as const;
      const session = createVaultSession({ address: vault.address }, login);
      const found = await pullSecrets(session, contract, options);
      expect(found.get("PASSWORD")?.reveal()).toBe("for-the-role");
      const other = await contractOf("settings: { TOKEN: { secret: true, vault: { path: other } } }");
      const reading = await vaultProvider(session, { ...options, timeout: 20_000 }).read([...other.settings.values()]);
      expect(reading.failed.map(({ reason }) => reason)).toEqual(["denied"]);
      await expect(
        pushSecrets(session, contract, values({ TOKEN: "x-x-x-x-x" }), { ...options, force: true }),
      ).rejects.toThrow("refuses (403)");
    });

    test("go into a mount that init makes when it is not there", async () => {
      const options = { mount: "fresh", kv: 1, signal: AbortSignal.timeout(20_000) } as const;
      const { made } = await initVault(root, vaultProject(contract, "fresh", options), options);
      expect(made[0]).toBe("the secrets engine fresh (KV 1)");
      await pushSecrets(root, contract, values({ TOKEN: "in-a-fresh-mount" }), options);
      expect((await pullSecrets(root, contract, options)).get("TOKEN")?.reveal()).toBe("in-a-fresh-mount");
    });
  });
}
