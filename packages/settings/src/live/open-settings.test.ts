import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SlipwayError } from "@slipway/core";
import { textOf } from "../cascade/reading.ts";
import { type TestVault, vaultServers } from "../testing/vault-server.ts";
import type { SettingsChange } from "./live-settings.ts";
import { type OpenOptions, type OpenSettings, openSettings } from "./open-settings.ts";

const text = `settings:
  LEVEL: { default: low }
  PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  DYNAMIC: { secret: true, vault: { mount: leased, path: creds/app, field: password, raw: true } }
`;

/** Live settings over a Vault, and what they told. */
async function open(
  start: () => Promise<TestVault>,
  more: Partial<OpenOptions> = {},
): Promise<
  {
    vault: TestVault;
    folder: string;
    settings: OpenSettings;
    alarms: SlipwayError[];
    next: () => Promise<SettingsChange>;
  } & AsyncDisposable
> {
  const vault = await start();
  const folder = mkdtempSync(join(tmpdir(), "slipway-live-"));
  writeFileSync(join(folder, "slipway.settings.yaml"), text);
  await vault.api("POST", "secret/data/shop/db", { data: { password: "the-first-password" } });
  const token = (await vault.api("POST", "auth/token/create", { policies: ["root"], ttl: "60s" })) as {
    auth: { client_token: string };
  };
  const alarms: SlipwayError[] = [];
  const env = { VAULT_ADDR: vault.address, VAULT_TOKEN: token.auth.client_token };
  const settings = await openSettings({ cwd: folder, env, onAlarm: (alarm) => alarms.push(alarm), ...more });
  return {
    vault,
    folder,
    settings,
    alarms,
    next() {
      const { promise, resolve } = Promise.withResolvers<SettingsChange>();
      const end = settings.subscribe((change) => {
        end();
        resolve(change);
      });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      settings.close();
      rmSync(folder, { recursive: true });
      await vault[Symbol.asyncDispose]();
    },
  };
}

for (const [name, start] of vaultServers) {
  test(`over ${name}: a secret that was changed comes with the next refresh, and only what changed is told`, async () => {
    await using it = await open(start, { refresh: 100 });
    const change = it.next();
    await it.vault.api("POST", "secret/data/shop/db", { data: { password: "the-second-password" } });
    const { changed, snapshot } = await change;
    // A credential under a lease is another one at every reading.
    expect(changed.filter((key) => key !== "DYNAMIC")).toEqual(["PASSWORD"]);
    expect(textOf(snapshot.text("PASSWORD") ?? "")).toBe("the-second-password");
  }, 60_000);

  test(`over ${name}: a lease is renewed before it ends, and read anew when it was revoked`, async () => {
    await using it = await open(start);
    let renewals = 0;
    it.vault.intercept(async (request) => {
      if (!request.url.endsWith("sys/leases/renew") || ++renewals === 1) return undefined;
      return Response.json({ errors: ["lease not found"] }, { status: 400 });
    });
    const { changed, why } = await it.next();
    expect(renewals).toBe(2);
    expect([changed, why]).toEqual([["DYNAMIC"], "a lease cannot be prolonged any more"]);
  }, 60_000);

  test(`over ${name}: while it is sealed the old values stay, and that is told`, async () => {
    await using it = await open(start);
    const before = it.settings.current;
    await it.vault.seal();
    expect(await it.settings.reload("a test")).toBe(false);
    expect(it.settings.current).toBe(before);
    expect(it.alarms.map(({ code }) => code)).toEqual(["SETTINGS_RELOAD_FAILED"]);
  }, 60_000);
}

test("a file that changes is read anew when that is asked for", async () => {
  const [[, start] = ["", undefined]] = vaultServers;
  if (!start) throw new Error("no server");
  await using it = await open(start, { watch: true });
  const change = it.next();
  writeFileSync(join(it.folder, ".env"), "LEVEL=high\n");
  const { changed, why } = await change;
  expect(changed).toContain("LEVEL");
  expect(why).toBe(".env has changed");
}, 60_000);
