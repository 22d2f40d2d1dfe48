import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFiles, Secret } from "@slipway/core";
import { type Reading, textOf } from "../../cascade/reading.ts";
import { resolve } from "../../cascade/resolve.ts";
import { contractOf } from "../../testing/contract.ts";
import { type TestVault, vaultServers } from "../../testing/vault-server.ts";
import { type OfflineCopyOptions, withOfflineCopy } from "./offline-copy.ts";
import { vaultProvider } from "./provider.ts";
import { createVaultSession } from "./session.ts";

const contract = await contractOf(`
settings:
  PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  DYNAMIC: { secret: true, required: false, vault: { mount: leased, path: creds/app, field: password, raw: true } }
`);
const wanted = [...contract.settings.values()];
const [[, start] = ["", undefined]] = vaultServers.slice(-1);

interface Scene extends AsyncDisposable {
  readonly vault: TestVault;
  readonly path: string;
  read(more?: Partial<OfflineCopyOptions>): Promise<Reading>;
}

/** A Vault with a password in it, and a folder for the copy. */
async function scene(): Promise<Scene> {
  if (!start) throw new Error("no server");
  const vault = await start();
  const folder = mkdtempSync(join(tmpdir(), "slipway-copy-"));
  const path = join(folder, "deep", "copy.json");
  await vault.api("POST", "secret/data/shop/db", { data: { password: "the-kept-password" } });
  const session = createVaultSession({ address: vault.address }, { method: "token", token: () => vault.rootToken });
  const inner = vaultProvider(session, { mount: "secret", kv: 2, timeout: 20_000 });
  const usual = { path, passphrase: new Secret("a passphrase"), maxAge: 3_600_000, files: diskFiles };
  return {
    vault,
    path,
    read: (more) => withOfflineCopy(inner, { ...usual, ...more }).read(wanted),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
      await vault[Symbol.asyncDispose]();
    },
  };
}

const found = ({ found: all }: Reading): string[] =>
  all.map(({ key, value, state }) => `${key} ${textOf(value)} ${state ?? ""}`);

test("while the server is sealed the copy answers, with a warning that tells its age", async () => {
  await using it = await scene();
  await it.read({ now: () => 1_000_000 });
  await it.vault.seal();
  const reading = await it.read({ now: () => 1_120_000 });
  expect(found(reading)).toEqual(["PASSWORD the-kept-password stale"]);
  expect(reading.diagnostics?.[0]?.message).toMatch(/is sealed; the copy of 2m0s ago answers for PASSWORD$/);
  // A credential under a lease is never kept, so it has failed.
  expect(reading.failed.map(({ keys, reason }) => `${keys} ${reason}`)).toEqual(["DYNAMIC sealed"]);
});

test("a copy that is too old is not used", async () => {
  await using it = await scene();
  await it.read();
  await it.vault.seal();
  expect((await it.read({ now: () => Date.now() + 3_700_000 })).found).toEqual([]);
});

test("after a refusal the copy is not used, and what was refused is taken out of it", async () => {
  await using it = await scene();
  await it.read();
  it.vault.intercept(async () => Response.json({ errors: ["permission denied"] }, { status: 403 }));
  const refused = await it.read();
  expect(refused.found).toEqual([]);
  expect(resolve(contract, "production", [refused]).diagnostics.map(({ code }) => code)).toContain(
    "SETTINGS_SOURCE_FAILED",
  );
  it.vault.intercept(undefined);
  await it.vault.seal();
  expect((await it.read()).found).toEqual([]);
});

test("offline the server is not asked", async () => {
  await using it = await scene();
  await it.read();
  const before = it.vault.requests("secret/data/shop/db");
  expect(found(await it.read({ offline: true }))).toEqual(["PASSWORD the-kept-password stale"]);
  expect(it.vault.requests("secret/data/shop/db")).toBe(before);
});

test("the file is the owner's alone, holds no clear text, and opens with its passphrase only", async () => {
  await using it = await scene();
  await it.read();
  expect(statSync(it.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(it.path, ".."))).toEqual(["copy.json"]);
  const text = readFileSync(it.path, "utf8");
  for (const clear of ["PASSWORD", "the-kept-password", Buffer.from("the-kept").toString("base64")]) {
    expect(text).not.toContain(clear);
  }
  await it.vault.seal();
  const other = await it.read({ passphrase: new Secret("another one") });
  expect(other.found).toEqual([]);
  expect(other.diagnostics?.[0]?.code).toBe("SETTINGS_COPY_UNUSABLE");
});

test("a file that is cut in half or was changed gives nothing", async () => {
  await using it = await scene();
  await it.read();
  await it.vault.seal();
  const text = readFileSync(it.path, "utf8");
  for (const damaged of [text.slice(0, 100), text.replace(/"data":"../, '"data":"zz'), "", "{}"]) {
    writeFileSync(it.path, damaged);
    const reading = await it.read();
    expect(reading.found).toEqual([]);
    expect(reading.diagnostics?.map(({ code }) => code)).toEqual(["SETTINGS_COPY_UNUSABLE"]);
  }
});
